// Package backissue holds the theme: the templates, the words of the user
// interface in every language, and the style sheets, as they lie in this
// repository. The program carries them inside itself, so that an archive
// needs nothing but its own content.
package backissue

import "embed"

// Theme is the theme as one file tree: layouts, i18n, assets, and
// theme.toml, the settings that lie under an archive's own hugo.toml.
//
//go:embed all:layouts all:i18n all:assets theme.toml
var Theme embed.FS
