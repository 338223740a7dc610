package pdf

import (
	"context"
	"testing"
	"time"

	"github.com/tetratelabs/wazero"
)

// TestInterruptible stops a loop that has no end of its own.
func TestInterruptible(t *testing.T) {
	module := []byte("\x00asm\x01\x00\x00\x00" +
		"\x01\x04\x01\x60\x00\x00" + // a type: nothing to nothing
		"\x03\x02\x01\x00" + // a function of it
		"\x05\x03\x01\x00\x01" + // a page of memory
		"\x07\x09\x02\x01m\x02\x00\x01f\x00\x00" + // both exported
		"\x0a\x09\x01\x07\x00\x03\x40\x0c\x00\x0b\x0b") // loop br 0 end
	changed, err := interruptible(module)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	r := wazero.NewRuntime(ctx)
	defer r.Close(ctx)
	m, err := r.Instantiate(ctx, changed)
	if err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(20*time.Millisecond, func() { m.Memory().WriteUint32Le(stopAddress, 1) })
	if _, err := m.ExportedFunction("f").Call(ctx); err == nil {
		t.Error("an endless loop ended well")
	}
	if _, err := interruptible(module[:len(module)-1]); err == nil {
		t.Error("a module cut short was taken")
	}
}

// TestClock stops PDFium itself.
func TestClock(t *testing.T) {
	data := sample(t, "law.pdf")
	f, err := open(data)
	if err != nil {
		t.Fatal(err)
	}
	if f.closes {
		t.Error("the engine is the slow one")
	}
	defer f.close()
	f.setClock(time.Nanosecond)
	for f.err == nil {
		f.call("FPDF_ClosePage", f.call("FPDF_LoadPage", f.doc, 0))
	}
	if f.err != errTime {
		t.Errorf("got %v", f.err)
	}
}
