package watch

import "strings"

// Scratch reports whether name, without folders, is one that programs give to
// files of their own: backups, locks, what is half saved or half loaded, and
// the folders of version control.
func Scratch(name string) bool {
	switch name {
	case ".git", ".hg", ".svn", ".jj",
		"4913", // Vim tries whether it may write
		".DS_Store", "Thumbs.db", "desktop.ini":
		return true
	}
	for _, suffix := range []string{
		"~",                             // backups of Vim, Emacs, Kate, gedit
		".swp", ".swo", ".swx", ".swpx", // Vim
		".kate-swp",
		".tmp", ".part", ".crdownload",
		"___jb_tmp___", "___jb_old___", // JetBrains
	} {
		if strings.HasSuffix(name, suffix) {
			return true
		}
	}
	for _, prefix := range []string{
		".#",              // Emacs: who edits a file
		".~lock.",         // LibreOffice
		"~$",              // Word
		".goutputstream-", // GNOME
	} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return len(name) > 2 && name[0] == '#' && name[len(name)-1] == '#' // Emacs: not saved yet
}
