package hwp

import (
	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/hwp/hangul"
)

// A media hands out the pictures that the text shows.
type media struct {
	container *container
	files     []binFile
	left      int
	lost      map[int]string // why a picture could not be read
	out       []doc.Media
	read      map[int]bool
}

// picture returns the picture of that number, or its loss.
func (m *media) picture(n int, alt string) hangul.Piece {
	if n < 1 || n > len(m.files) {
		return &hangul.Lost{Reason: "picture: the document does not hold it"}
	}
	f := m.files[n-1]
	if f.stream == "" {
		return &hangul.Lost{Reason: "picture: only linked, as " + f.name}
	}
	if !m.read[n] {
		m.read[n] = true
		m.load(n, f)
	}
	if why := m.lost[n]; why != "" {
		return &hangul.Lost{Reason: "picture: " + f.stream + ": " + why}
	}
	return &hangul.Picture{Media: f.name, Alt: alt}
}

func (m *media) load(n int, f binFile) {
	data, err := m.container.read(f.stream)
	if err == nil && f.packed {
		data, err = inflate(data, m.left)
	}
	if err == nil {
		m.left -= len(data)
	}
	if err != nil || m.left < 0 {
		m.lost[n] = "larger than all pictures may be"
		if err != nil {
			m.lost[n] = err.Error()
		}
		m.left = max(m.left, 0)
		return
	}
	for _, other := range m.out {
		if other.Name == f.name {
			return
		}
	}
	m.out = append(m.out, hangul.Media(f.name, data))
}
