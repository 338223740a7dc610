package pdf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
)

// stopAddress is the place in the sandbox's memory that stops PDFium. It lies
// in the part below 1024 that C leaves free, since pointers to it count as
// null.
const stopAddress = 16

// turns is how many turns of loops PDFium makes, some milliseconds, before it
// looks whether it is to stop. Its encoding is the same with a sign and without.
const turns = 1 << 19

// interruptible returns a WebAssembly module (version 1, with exception
// handling and vectors) whose loops count their turns. After every so many it
// calls the host, and traps if the word at stopAddress is not zero.
//
// The call is there for Go: machine code that wazero made never gives way, so
// a garbage collection would wait for an endless loop and, with the whole
// program halted for it, nobody would be left to write to stopAddress.
//
// wazero's own way to stop a module, WithCloseOnContextDone, calls into Go
// from each turn of each loop and starts a goroutine for each call, and makes
// PDFium three times slower.
func interruptible(module []byte) ([]byte, error) {
	m, err := survey(module)
	if err != nil {
		return nil, err
	}
	counted := false
	return rewrite(module, func(id byte, body []byte) ([]byte, error) {
		switch id {
		case typeSection:
			return appended(body, []byte{0x60, 0, 0}), nil // from nothing to nothing
		case functionSection:
			return appended(body, binary.AppendUvarint(nil, m.types)), nil
		case globalSection:
			counted = true
			return appended(body, counter), nil
		case codeSection:
			if !counted {
				return nil, errors.New("wasm: no globals to put a counter beside")
			}
			return m.checkLoops(body)
		}
		return body, nil
	})
}

// counter is a global, a variable number of 32 bits: turns that are left.
var counter = append(binary.AppendUvarint([]byte{0x7f, 1, 0x41}, turns), 0x0b)

// A plan is what a module must be known of to have its loops checked.
type plan struct {
	types, functions, globals uint64 // how many there are, imported functions included
	sync                      uint64 // index of the imported function fd_sync
}

// survey counts what is in a module.
func survey(module []byte) (plan, error) {
	var m plan
	var imports []string
	_, err := rewrite(module, func(id byte, body []byte) (_ []byte, err error) {
		switch n := (&wasm{data: body}).number(); id {
		case typeSection:
			m.types = n
		case importSection:
			imports, err = importedFunctions(body)
			m.functions += n
		case functionSection:
			m.functions += n
		case globalSection:
			m.globals = n
		}
		return body, err
	})
	sync := slices.Index(imports, "fd_sync")
	if err == nil && sync < 0 {
		err = errors.New("wasm: fd_sync is not imported")
	}
	m.sync = uint64(sync)
	return m, err
}

// appended returns a section with one more entry.
func appended(section, entry []byte) []byte {
	r := &wasm{data: section}
	out := binary.AppendUvarint(nil, r.number()+1)
	return append(append(out, section[r.at:]...), entry...)
}

// checkLoops returns a code section with a check at the head of each loop, and
// with the function that the checks call behind all others.
func (m plan) checkLoops(section []byte) ([]byte, error) {
	check := m.check()
	r := &wasm{data: section}
	count := r.number()
	out := binary.AppendUvarint(nil, count+1)
	out = slices.Grow(out, len(section)+len(section)/10)
	var body []byte
	for range count {
		f := &wasm{data: r.take(int(r.number()))}
		var err error
		if body, err = checkFunction(f, check, body[:0]); err != nil {
			return nil, err
		}
		out = binary.AppendUvarint(out, uint64(len(body)))
		out = append(out, body...)
	}
	look := m.look()
	return append(binary.AppendUvarint(out, uint64(len(look))), look...), nil
}

// check returns: left = left - 1; if left == 0 { look() }.
func (m plan) check() []byte {
	left := binary.AppendUvarint(nil, m.globals)
	look := binary.AppendUvarint(nil, m.functions)
	return bytes.Join([][]byte{{0x23}, left, {0x41, 1, 0x6b, 0x24}, left, {0x23}, left, {0x45, 0x04, 0x40, 0x10}, look, {0x0b}}, nil)
}

// look returns the code of a function: left = turns; fd_sync(no file); if
// memory[stopAddress] != 0 { unreachable }.
func (m plan) look() []byte {
	left := binary.AppendUvarint(nil, m.globals)
	sync := binary.AppendUvarint(nil, m.sync)
	return bytes.Join([][]byte{{0, 0x41}, binary.AppendUvarint(nil, turns), {0x24}, left,
		{0x41, 0x7f, 0x10}, sync, {0x1a}, {0x41, stopAddress, 0x28, 2, 0, 0x04, 0x40, 0x00, 0x0b, 0x0b}}, nil)
}

func checkFunction(f *wasm, check, out []byte) ([]byte, error) {
	for range f.number() { // locals
		f.number()
		f.byte()
	}
	copied := 0
	for f.at < len(f.data) {
		op := f.byte()
		if err := f.operands(op); err != nil {
			return nil, err
		}
		if op == loop {
			out = append(out, f.data[copied:f.at]...)
			out = append(out, check...)
			copied = f.at
		}
	}
	return append(out, f.data[copied:]...), nil
}

// loop begins a loop.
const loop = 0x03
