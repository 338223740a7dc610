package pdf

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Sections of a module.
const (
	typeSection     = 1
	importSection   = 2
	functionSection = 3
	globalSection   = 6
	codeSection     = 10
)

// rewrite returns a WebAssembly module with the sections that change makes of
// its own.
func rewrite(module []byte, change func(id byte, body []byte) ([]byte, error)) (out []byte, err error) {
	defer func() {
		if recover() != nil {
			out, err = nil, errors.New("wasm: module cut short")
		}
	}()
	const header = 8
	r := &wasm{data: module, at: header}
	out = append(make([]byte, 0, len(module)+len(module)/20), module[:header]...)
	for r.at < len(module) {
		id := r.byte()
		body, err := change(id, r.take(int(r.number())))
		if err != nil {
			return nil, err
		}
		out = append(out, id)
		out = binary.AppendUvarint(out, uint64(len(body)))
		out = append(out, body...)
	}
	return out, nil
}

// importedFunctions returns the names of the functions that a module imports.
// They count before its own. Other imports are not known here.
func importedFunctions(section []byte) ([]string, error) {
	r := &wasm{data: section}
	var names []string
	for range r.number() {
		r.take(int(r.number())) // the module's name
		names = append(names, string(r.take(int(r.number()))))
		if kind := r.byte(); kind != 0 {
			return nil, fmt.Errorf("wasm: import of kind %d", kind)
		}
		r.number()
	}
	return names, nil
}

// wasm reads the binary format of WebAssembly, chapter 5 of its core
// specification.
type wasm struct {
	data []byte
	at   int
}

func (r *wasm) byte() byte {
	r.at++
	return r.data[r.at-1]
}

func (r *wasm) take(n int) []byte {
	r.at += n
	return r.data[r.at-n : r.at : len(r.data)] // panics beyond its end
}

// number reads a number in LEB128. Of signed ones only the length is right.
func (r *wasm) number() uint64 {
	n := uint64(0)
	for shift := 0; ; shift += 7 {
		b := r.byte()
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return n
		}
	}
}

// operands skips what follows an instruction.
func (r *wasm) operands(op byte) error {
	switch {
	case op >= 0x02 && op <= 0x04, op == 0x06: // block, loop, if, try: a type
		r.number()
	case op >= 0x07 && op <= 0x09, op == 0x18, // catch, throw, rethrow, delegate
		op == 0x0c, op == 0x0d, op == 0x10, op == 0x12, // br, br_if, call, return_call
		op >= 0x20 && op <= 0x26,                       // variables and tables
		op == 0x3f, op == 0x40, op == 0x41, op == 0x42, // memory.size, memory.grow, constants
		op == 0xd0, op == 0xd2, op == 0x14, op == 0x15, op == 0xd5, op == 0xd6: // references
		r.number()
	case op == 0x0e: // br_table
		for range r.number() + 1 {
			r.number()
		}
	case op == 0x11, op == 0x13: // call_indirect, return_call_indirect
		r.number()
		r.number()
	case op == 0x1c: // select with types
		r.take(int(r.number()))
	case op == 0x1f: // try_table
		r.number()
		for range r.number() {
			if kind := r.byte(); kind < 2 {
				r.number()
			}
			r.number()
		}
	case op >= 0x28 && op <= 0x3e: // loads and stores
		r.memory()
	case op == 0x43:
		r.take(4)
	case op == 0x44:
		r.take(8)
	case op == 0xfc:
		return r.bulk(r.number())
	case op == 0xfd:
		r.vector(r.number())
	case op <= 0x01, op == 0x05, op == 0x0a, op == 0x0b, op == 0x0f, op == 0x19, op == 0x1a, op == 0x1b,
		op >= 0x45 && op <= 0xc4, op == 0xd1, op == 0xd3, op == 0xd4: // none
	default:
		return fmt.Errorf("wasm: unknown instruction %#x", op)
	}
	return nil
}

func (r *wasm) memory() {
	if align := r.number(); align&0x40 != 0 {
		r.number()
	}
	r.number()
}

// bulk skips what follows an instruction of the group 0xfc.
func (r *wasm) bulk(op uint64) error {
	switch op {
	case 0, 1, 2, 3, 4, 5, 6, 7:
	case 9, 11, 13, 15, 16, 17:
		r.number()
	case 8, 10, 12, 14:
		r.number()
		r.number()
	default:
		return fmt.Errorf("wasm: unknown instruction 0xfc %d", op)
	}
	return nil
}

// vector skips what follows an instruction of the group 0xfd.
func (r *wasm) vector(op uint64) {
	switch {
	case op <= 11, op == 92, op == 93:
		r.memory()
	case op == 12, op == 13:
		r.take(16)
	case op >= 21 && op <= 34:
		r.byte()
	case op >= 84 && op <= 91:
		r.memory()
		r.byte()
	}
}
