package pdf

import (
	"context"
	"runtime"
	"testing"
	"time"

	"github.com/tetratelabs/wazero"
)

// TestInterruptible stops a loop that has no end of its own, while garbage is
// collected: the loop must give way to that, or everything would halt.
func TestInterruptible(t *testing.T) {
	module := []byte("\x00asm\x01\x00\x00\x00" +
		"\x01\x09\x02\x60\x00\x00\x60\x01\x7f\x01\x7f" + // types: nothing to nothing, number to number
		"\x02\x0f\x01\x03env\x07fd_sync\x00\x01" + // a function that is imported
		"\x03\x02\x01\x00" + // a function of the first type
		"\x05\x03\x01\x00\x01" + // a page of memory
		"\x06\x06\x01\x7f\x01\x41\x00\x0b" + // a global
		"\x07\x09\x02\x01m\x02\x00\x01f\x00\x01" + // memory and function exported
		"\x0a\x09\x01\x07\x00\x03\x40\x0c\x00\x0b\x0b") // loop br 0 end
	changed, err := interruptible(module)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	r := wazero.NewRuntime(ctx)
	defer r.Close(ctx)
	looked := 0
	if _, err := r.NewHostModuleBuilder("env").NewFunctionBuilder().
		WithFunc(func(int32) int32 { looked++; return 8 }).Export("fd_sync").Instantiate(ctx); err != nil {
		t.Fatal(err)
	}
	m, err := r.Instantiate(ctx, changed)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan bool)
	go func() {
		for range 20 {
			runtime.GC()
		}
		m.Memory().WriteUint32Le(stopAddress, 1)
		close(done)
	}()
	if _, err := m.ExportedFunction("f").Call(ctx); err == nil {
		t.Error("an endless loop ended well")
	}
	<-done
	if looked == 0 {
		t.Error("the loop never called the host")
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
