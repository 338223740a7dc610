package pdf

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf16"
	_ "unsafe" // for go:linkname

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

const (
	// memoryPages bounds the memory of the sandbox that one document is read
	// in, in pages of 64 KiB: 384 MiB.
	memoryPages = 6144

	// stepTime is how long PDFium may work on one step: opening a document,
	// one page. Few pages take a hundredth of it.
	stepTime = 1500 * time.Millisecond

	// slow is how much longer a step takes where wazero has no compiler.
	slow = 30

	// fontDir is the only folder of the host that the sandbox may see, to
	// read: PDFium knows the letters of CJK fonts that a document names
	// and does not hold only if the system has fonts for them.
	fontDir = "/usr/share/fonts"
)

// pdfiumModule is PDFium as package webassembly embeds it, which it offers to
// nobody. Where it is not there any more, the engine is the slower one that
// wazero knows how to stop.
//
//go:linkname pdfiumModule github.com/klippa-app/go-pdfium/webassembly.pdfiumWasm
var pdfiumModule []byte

// pool starts the one engine of the process, when the first document is read.
var pool = sync.OnceValues(func() (*engine, error) {
	if len(pdfiumModule) > 0 {
		module, err := memoised(pdfiumModule)
		if err != nil {
			module = pdfiumModule
		}
		if module, err = interruptible(module); err == nil {
			return newEngine(module)
		}
	}
	return newEngine(nil)
})

// An engine is compiled PDFium.
type engine struct {
	pdfium.Pool
	closes bool // stops when it is closed, instead of by itself
}

// newEngine compiles a module made by [interruptible], or the original where
// it is nil.
func newEngine(module []byte) (*engine, error) {
	conf := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(memoryPages).
		WithCloseOnContextDone(module == nil)
	if cache := compilationCache(); cache != nil {
		conf = conf.WithCompilationCache(cache)
	}
	files := wazero.NewFSConfig() // not nil: nil stands for the whole disk
	if info, err := os.Stat(fontDir); err == nil && info.IsDir() {
		files = files.WithReadOnlyDirMount(fontDir, fontDir)
	}
	p, err := webassembly.Init(webassembly.Config{
		Context:       withMemory(context.Background()),
		WASM:          module,
		MaxTotal:      runtime.GOMAXPROCS(0),
		FSConfig:      files,
		RuntimeConfig: conf,
		Stdout:        io.Discard,
		Stderr:        io.Discard,
	})
	if err != nil {
		return nil, fmt.Errorf("pdf: engine: %w", err)
	}
	return &engine{p, module == nil}, nil
}

// compilationCache keeps the engine's machine code in the user's cache
// folder, since compiling it takes seconds. It returns nil where there is no
// such folder.
func compilationCache() wazero.CompilationCache {
	dir, err := os.UserCacheDir()
	if err != nil {
		return nil
	}
	cache, err := wazero.NewCompilationCacheWithDir(filepath.Join(dir, "backissue", "pdfium"))
	if err != nil {
		return nil
	}
	return cache
}

// A file is an open document in a sandbox of its own.
//
// It calls PDFium's functions by their C names, several of them for each
// word, where the calls of package go-pdfium would take ten times as long. Errors stick, as in a bufio.Writer: after the first one every call
// returns 0, and err is to be looked at once a step is done.
type file struct {
	closes   bool // see engine
	instance pdfium.Pdfium
	module   api.Module
	memory   api.Memory
	fns      map[string]api.Function
	stack    [16]uint64
	scratch  uint32 // 256 bytes in the sandbox, for results
	memo     uint32 // see memoised
	doc      uint64
	inks     map[uint64]*ink  // text objects of the page at hand
	faces    map[uint64]*face // and its fonts
	before   uint64           // the page before
	plain    bool             // drawings are not painted
	forms    uint64           // the form of the document, once a page has fields
	pictures map[[32]byte]picture
	media    int // bytes of pictures so far
	watch    *time.Timer
	late     atomic.Bool // it ran down
	gate     sync.Mutex  // between watch and close
	closed   bool
	err      error
}

var (
	errTime   = errors.New("takes too long to read")
	errEngine = errors.New("is damaged, or needs more memory than it may have")
)

// sandbox starts an instance of the engine. It waits while there are as many
// as processors.
func (e *engine) sandbox() (i pdfium.Pdfium, err error) {
	defer func() {
		if recover() != nil { // by wazero, which cannot report it
			err = errors.New("pdf: engine: not enough memory")
		}
	}()
	if i, err = e.GetInstance(10 * time.Minute); err != nil {
		err = fmt.Errorf("pdf: engine: %w", err)
	}
	return i, err
}

// open starts a sandbox and loads a document into it.
func open(data []byte) (*file, error) {
	p, err := pool()
	if err != nil {
		return nil, err
	}
	inst, err := p.sandbox()
	if err != nil {
		return nil, err
	}
	f := &file{closes: p.closes, instance: inst, fns: map[string]api.Function{}}
	f.module, _ = reflect.ValueOf(inst.GetImplementation()).Elem().FieldByName("Module").Interface().(api.Module)
	if f.module == nil {
		return nil, errors.New("pdf: engine: not the one this package is written for")
	}
	f.memory = f.module.Memory()
	f.step()
	f.scratch = uint32(f.call("malloc", 256))
	f.memo = uint32(f.call("malloc", memoSize))
	if err := f.load(data); err != nil {
		f.close()
		return nil, err
	}
	return f, nil
}

func (f *file) load(data []byte) error {
	buf := uint32(f.call("malloc", uint64(len(data))))
	if buf == 0 || !f.memory.Write(buf, data) {
		return errors.New("pdf: the file is too large")
	}
	f.doc = f.call("FPDF_LoadMemDocument", uint64(buf), uint64(len(data)), 0)
	code := f.call("FPDF_GetLastError")
	switch {
	case f.err != nil:
		return fmt.Errorf("pdf: %w", f.err)
	case f.doc != 0:
		return nil
	case code == 4:
		return ErrPassword
	case code == 5:
		return errors.New("pdf: encrypted in a way that cannot be read: save the file without a password")
	}
	return errors.New("pdf: not a PDF file, or too damaged to be one")
}

// step sets the clock for the next step. When it runs down, whatever PDFium
// is doing ends with an error: its loops see stopAddress, or the sandbox is
// closed.
func (f *file) step() {
	f.setClock(stepTime)
}

func (f *file) setClock(d time.Duration) {
	if runtime.GOARCH != "amd64" && runtime.GOARCH != "arm64" {
		d *= slow
	}
	if f.watch != nil {
		f.watch.Stop()
	}
	f.watch = time.AfterFunc(d, func() {
		f.gate.Lock()
		defer f.gate.Unlock()
		if f.closed {
			return
		}
		f.late.Store(true)
		f.memory.WriteUint32Le(stopAddress, 1)
		if f.closes {
			f.module.CloseWithExitCode(context.Background(), 1)
		}
	})
}

func (f *file) close() {
	f.watch.Stop()
	f.gate.Lock()
	defer f.gate.Unlock()
	f.closed = true
	f.instance.Close()
}

// call calls a function of PDFium. Numbers that are not integers have to be
// encoded.
func (f *file) call(name string, args ...uint64) uint64 {
	return f.invoke(f.function(name), args...)
}

// function returns a function of PDFium by its name in C.
func (f *file) function(name string) api.Function {
	fn := f.fns[name]
	if fn == nil {
		if fn = f.module.ExportedFunction(name); fn == nil && f.err == nil {
			f.err = fmt.Errorf("the engine has no %s", name)
		}
		f.fns[name] = fn
	}
	return fn
}

func (f *file) invoke(fn api.Function, args ...uint64) uint64 {
	if f.err != nil {
		return 0
	}
	copy(f.stack[:], args)
	// The clock of step ends a call that does not end.
	if err := fn.CallWithStack(context.Background(), f.stack[:]); err != nil {
		f.err = errEngine
		if f.late.Load() {
			f.err = errTime
		}
		return 0
	}
	return f.stack[0]
}

// float reads the nth 32-bit number of the scratch buffer.
func (f *file) float(n uint32) float64 {
	v, _ := f.memory.ReadFloat32Le(f.scratch + 4*n)
	return float64(v)
}

// double reads the nth 64-bit number of the scratch buffer.
func (f *file) double(n uint32) float64 {
	v, _ := f.memory.ReadFloat64Le(f.scratch + 8*n)
	return v
}

// bytes returns what a function writes into a buffer that it is given last,
// with its size, and whose size in bytes it returns.
func (f *file) bytes(name string, limit uint64, args ...uint64) []byte {
	n := uint64(uint32(f.call(name, append(args, 0, 0)...)))
	if n == 0 || n > limit {
		return nil
	}
	buf := f.call("malloc", n)
	if buf == 0 {
		return nil
	}
	defer f.call("free", buf)
	f.call(name, append(args, buf, n)...)
	b, ok := f.memory.Read(uint32(buf), uint32(n))
	if !ok || f.err != nil {
		return nil
	}
	return append([]byte(nil), b...)
}

// text is bytes for functions that write UTF-16 with a zero at its end.
func (f *file) text(name string, args ...uint64) string {
	b := f.bytes(name, 1<<16, args...)
	u := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		if c := uint16(b[i]) | uint16(b[i+1])<<8; c != 0 {
			u = append(u, c)
		}
	}
	return string(utf16.Decode(u))
}

// A matrix maps points as in PDF 32000-1, section 8.3.4.
type matrix struct{ a, b, c, d, e, f float64 }

var identity = matrix{a: 1, d: 1}

func (f *file) scratchMatrix() matrix {
	return matrix{f.float(0), f.float(1), f.float(2), f.float(3), f.float(4), f.float(5)}
}

// then returns the matrix that maps by m first and by n next.
func (m matrix) then(n matrix) matrix {
	return matrix{
		m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d,
		m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d,
		m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f,
	}
}

func (m matrix) apply(x, y float64) (float64, float64) {
	return m.a*x + m.c*y + m.e, m.b*x + m.d*y + m.f
}

// applyBox returns the box around a mapped box.
func (m matrix) applyBox(b rect) rect {
	x0, y0 := m.apply(b.x0, b.y0)
	x1, y1 := m.apply(b.x1, b.y1)
	x2, y2 := m.apply(b.x0, b.y1)
	x3, y3 := m.apply(b.x1, b.y0)
	return rect{min(x0, x1, x2, x3), min(y0, y1, y2, y3), max(x0, x1, x2, x3), max(y0, y1, y2, y3)}
}

// A rect is a box in points. y grows upwards, as in PDF.
type rect struct{ x0, y0, x1, y1 float64 }

func (r rect) width() float64  { return r.x1 - r.x0 }
func (r rect) height() float64 { return r.y1 - r.y0 }

func (r rect) union(s rect) rect {
	return rect{min(r.x0, s.x0), min(r.y0, s.y0), max(r.x1, s.x1), max(r.y1, s.y1)}
}

func (r rect) contains(x, y float64) bool {
	return x >= r.x0 && x <= r.x1 && y >= r.y0 && y <= r.y1
}

// overlap returns the area that r shares with s.
func (r rect) overlap(s rect) float64 {
	return math.Max(0, min(r.x1, s.x1)-max(r.x0, s.x0)) * math.Max(0, min(r.y1, s.y1)-max(r.y0, s.y0))
}

func (r rect) sane() bool {
	for _, v := range []float64{r.x0, r.y0, r.x1, r.y1} {
		if math.IsNaN(v) || math.Abs(v) > 1e6 {
			return false
		}
	}
	return r.x1 >= r.x0 && r.y1 >= r.y0
}
