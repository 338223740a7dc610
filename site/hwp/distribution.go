package hwp

import (
	"crypto/aes"
	"errors"
)

// distributed decrypts a stream of a distribution document ("배포용 문서"):
// one that anybody may read and nobody edit. It begins with a record of 256
// bytes that hides the key; behind it the stream is in AES-128, ECB (HWP 5.0,
// 4.2.13 and "Distribution documents", revision 1.2).
func distributed(stream []byte) ([]byte, error) {
	const head = 4
	if len(stream) < head+256 || int(stream[0])|int(stream[1]&3)<<8 != tagDistribution {
		return nil, errors.New("has no key of a distribution document")
	}
	key := secret(stream[head : head+256])
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	body := stream[head+256:]
	out := make([]byte, len(body)/aes.BlockSize*aes.BlockSize)
	for i := 0; i < len(out); i += aes.BlockSize {
		block.Decrypt(out[i:], body[i:])
	}
	return out, nil
}

// secret finds the key. The record's bytes are covered with numbers from the
// generator of Microsoft's C library, in runs, seeded by the first four bytes.
func secret(record []byte) []byte {
	data := append([]byte(nil), record...)
	seed := uint32(data[0]) | uint32(data[1])<<8 | uint32(data[2])<<16 | uint32(data[3])<<24
	random := func() uint32 {
		seed = seed*214013 + 2531011
		return seed >> 16 & 0x7fff
	}
	for i := 0; i < len(data); {
		value := byte(random())
		for run := random()&15 + 1; run > 0 && i < len(data); run-- {
			// The seed itself is not covered.
			if i >= 4 {
				data[i] ^= value
			}
			i++
		}
	}
	offset := 4 + int(data[0]&15)
	return data[offset : offset+16]
}
