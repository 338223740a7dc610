package pdf

import (
	"encoding/binary"
	"slices"
)

// stopAddress is the place in the sandbox's memory that stops PDFium: its
// loops look there. It lies in the part below 1024 that C leaves free, since
// pointers to it count as null.
const stopAddress = 16

// interruptible returns a WebAssembly module (version 1, with exception
// handling and vectors) that traps in the next turn of any loop once the word
// at stopAddress is not zero.
//
// wazero's own way to stop a module, WithCloseOnContextDone, calls into Go
// from each turn of each loop and starts a goroutine for each call, and makes
// PDFium three times slower. A load and a branch cost almost nothing.
func interruptible(module []byte) ([]byte, error) {
	return rewrite(module, func(id byte, body []byte) ([]byte, error) {
		if id == codeSection {
			return checkLoops(body)
		}
		return body, nil
	})
}

// checkLoops returns a code section with a check at the head of each loop.
func checkLoops(section []byte) ([]byte, error) {
	r := &wasm{data: section}
	count := r.number()
	out := binary.AppendUvarint(nil, count)
	out = slices.Grow(out, len(section)+len(section)/20)
	var body []byte
	for range count {
		f := &wasm{data: r.take(int(r.number()))}
		var err error
		if body, err = checkFunction(f, body[:0]); err != nil {
			return nil, err
		}
		out = binary.AppendUvarint(out, uint64(len(body)))
		out = append(out, body...)
	}
	return out, nil
}

// check is: i32.const stopAddress, i32.load, if, unreachable, end.
var check = []byte{0x41, stopAddress, 0x28, 2, 0, 0x04, 0x40, 0x00, 0x0b}

func checkFunction(f *wasm, out []byte) ([]byte, error) {
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
