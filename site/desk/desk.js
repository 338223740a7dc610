// The desk works without this. It adds keys, and shows a page again whose
// files changed while its reader was in the editor.
const marks = [...document.querySelectorAll(".mark")]
const bar = document.querySelector(".keys")
const toggle = bar.querySelector("button")
let keys = localStorage.getItem("desk-keys") !== "off"

const show = () => {
  toggle.setAttribute("aria-pressed", String(keys))
  bar.querySelector("span").hidden = !keys
}
toggle.addEventListener("click", () => {
  keys = !keys
  localStorage.setItem("desk-keys", keys ? "on" : "off")
  show()
})
bar.hidden = false
show()

let at = marks.findIndex(m => "#" + m.id === location.hash)
const step = by => {
  if (!marks.length) return
  at = at < 0 ? (by > 0 ? 0 : marks.length - 1) : (at + by + marks.length) % marks.length
  marks[at].closest("details")?.setAttribute("open", "")
  marks[at].focus({preventScroll: true})
  marks[at].scrollIntoView({block: "center"})
}
const follow = selector => document.querySelector(selector)?.click()

addEventListener("keydown", e => {
  if (!keys || e.ctrlKey || e.metaKey || e.altKey || e.target.closest("input, select, textarea, button")) return
  switch (e.key) {
    case "j": return step(1)
    case "k": return step(-1)
    case "n": return follow("a[rel=next]")
    case "p": return follow("a[rel=prev]")
    case "e": return ((marks[at] ?? document).querySelector("a.edit") ?? document.querySelector("a.edit"))?.click()
  }
})

// What was not chosen stays out of the address.
for (const form of document.querySelectorAll("form.filter")) {
  form.addEventListener("formdata", e => {
    for (const [name, value] of [...e.formData]) if (!value) e.formData.delete(name)
  })
}

let tag
const look = async () => {
  try {
    const answer = await fetch(location.href, tag ? {headers: {"If-None-Match": tag}, cache: "no-store"} : {cache: "no-store"})
    const now = answer.headers.get("ETag")
    if (tag && now && now !== tag) location.reload()
    tag = now ?? tag
  } catch {} // the server is gone; its pages stay
}
look()
addEventListener("focus", look)
