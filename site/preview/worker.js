// Hears what changed, for all tabs at once.
"use strict";
const channel = new BroadcastChannel("backissue-preview" + location.search);
let last = null;

const listen = () => {
  const events = new EventSource("/_preview/events");
  events.onmessage = e => {
    last = JSON.parse(e.data);
    channel.postMessage(last);
  };
  events.onerror = () => {
    // It tries again by itself, unless somebody else answered.
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  };
};

onconnect = e => { if (last) e.ports[0].postMessage(last); };
listen();
