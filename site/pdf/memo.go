package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
)

// PDFium asks for the box of each character of a font with character
// identifiers, as East Asian ones are, twice: when it reads a page, and when
// it reads the text of it. Each time it interprets the outline of the letter
// anew, which takes most of the time of such pages. So the function that does
// it, CPDF_CIDFont::GetCharBBox, is replaced by one that looks into a memo
// first.
//
// The function has no name in the module: its code says which it is. In a
// module that does not hold it, nothing is changed.
const (
	boxFunction = "a329604f26285b0602cd3bf86b1b8c3ed53153bf98545845258bb123e0933d4c" // SHA-256
	boxLength   = 1843                                                               // in bytes
)

const (
	// memoAddress is the place in the sandbox's memory that says where the
	// memo is; 0 for none. See stopAddress.
	memoAddress = stopAddress + 4

	// memoSize is the size of the memo. Its entries are 8 bytes that say
	// which font and character they are for, 8 that are not used, and the box.
	memoSize  = 1 << (memoBits + entryBits)
	memoBits  = 11
	entryBits = 5
)

// remember has PDFium remember boxes from now on, or forget them. Fonts are
// known by their addresses, which others may have once a page is closed.
func (f *file) remember(on bool) {
	if f.err != nil {
		return
	}
	at := uint32(0)
	if memo, ok := f.memory.Read(f.memo, memoSize); ok && on && f.memo != 0 {
		clear(memo)
		at = f.memo
	}
	f.memory.WriteUint32Le(memoAddress, at)
}

// memoised returns a module with the memo.
func memoised(module []byte) ([]byte, error) {
	var imports, target, count uint64
	found := false
	_, err := rewrite(module, func(id byte, body []byte) ([]byte, error) {
		var err error
		switch id {
		case importSection:
			var names []string
			names, err = importedFunctions(body)
			imports = uint64(len(names))
		case codeSection:
			target, count, found = findBox(body)
		}
		return body, err
	})
	if err != nil || !found {
		return nil, errors.Join(err, errors.New("wasm: not the PDFium that is known"))
	}
	return rewrite(module, func(id byte, body []byte) ([]byte, error) {
		r := &wasm{data: body}
		switch id {
		case functionSection: // the type of each function
			out := binary.AppendUvarint(nil, r.number()+1)
			rest := body[r.at:]
			for range target {
				r.number()
			}
			return binary.AppendUvarint(append(out, rest...), r.number()), nil
		case codeSection:
			return addMemo(r, target, imports+count), nil
		}
		return body, nil
	})
}

// addMemo moves a function to the end of a code section, where it gets a new
// index, and puts the one that asks the memo into its place.
func addMemo(r *wasm, target, moved uint64) []byte {
	count := r.number()
	out := binary.AppendUvarint(make([]byte, 0, len(r.data)+256), count+1)
	var old []byte
	for i := range count {
		body := r.take(int(r.number()))
		if i == target {
			old, body = body, memoFunction(moved)
		}
		out = append(binary.AppendUvarint(out, uint64(len(body))), body...)
	}
	return append(binary.AppendUvarint(out, uint64(len(old))), old...)
}

// memoFunction returns the code of a function with the parameters box, font
// and character, which are numbers of 32 bits, and a variable, entry.
func memoFunction(original uint64) []byte {
	call := append([]byte{0x20, 0, 0x20, 1, 0x20, 2, 0x10}, binary.AppendUvarint(nil, original)...) // original(box, font, character)
	key := []byte{0x20, 1, 0xad, 0x20, 2, 0xad, 0x42, 32, 0x86, 0x84}                               // font | character<<32
	return bytes.Join([][]byte{
		{1, 1, 0x7f},                             // var entry i32
		{0x41, memoAddress, 0x28, 2, 0, 0x22, 3}, // entry = memory[memoAddress]
		{0x45, 0x04, 0x40}, call, {0x0f, 0x0b},   // if entry == 0 { original(); return }
		{0x20, 2, 0x20, 1, 0x41, 7, 0x74, 0x73},            // (character ^ font<<7)
		{0x41, 0x95, 0xd3, 0xc7, 0xde, 0x05, 0x6c},         // * 0x5bd1e995
		{0x41, 32 - memoBits, 0x76, 0x41, entryBits, 0x74}, // >> (32 - memoBits) << entryBits
		{0x20, 3, 0x6a, 0x21, 3},                           // + entry: that of the key
		{0x20, 3, 0x29, 3, 0}, key, {0x51, 0x04, 0x40},     // if entry.key == key {
		{0x20, 0, 0x20, 3, 0xfd, 0, 2, 16, 0xfd, 11, 2, 0}, // box = entry.box
		{0x0f, 0x0b}, call, // return }; original()
		{0x20, 3}, key, {0x37, 3, 0}, // entry.key = key
		{0x20, 3, 0x20, 0, 0xfd, 0, 2, 0, 0xfd, 11, 2, 16}, // entry.box = box
		{0x0b},
	}, nil)
}

// findBox returns which function of a code section is boxFunction, and how
// many functions there are.
func findBox(section []byte) (i, count uint64, ok bool) {
	r := &wasm{data: section}
	count = r.number()
	for i := range count {
		body := r.take(int(r.number()))
		if len(body) != boxLength {
			continue
		}
		if sum := sha256.Sum256(body); hex.EncodeToString(sum[:]) == boxFunction {
			return i, count, true
		}
	}
	return 0, count, false
}
