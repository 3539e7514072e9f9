package plugin

// Where symbolic links point, for the file systems that can tell: each is an
// fs.ReadLinkFS.

import "io/fs"

func (d *dirFS) ReadLink(name string) (string, error) { return fs.ReadLink(d.root(), name) }

func (d *dirFS) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(d.root(), name) }

// ReadLink is where a symbolic link of the base points.
func (o *overlay) ReadLink(name string) (string, error) { return fs.ReadLink(o.base, name) }

func (o *overlay) Lstat(name string) (fs.FileInfo, error) {
	if info, err := o.lstat(name); err == nil {
		return info, nil
	}
	return fs.Stat(o, name)
}

// lstat is what the base says of a file over which none is laid.
func (o *overlay) lstat(name string) (fs.FileInfo, error) {
	if _, ok := o.over[name]; ok {
		return nil, fs.ErrNotExist
	}
	return fs.Lstat(o.base, name)
}

// Lstat describes a file without following a link.
func (s *Snapshot) Lstat(name string) (fs.FileInfo, error) {
	if info, err := s.lstat(name); err == nil {
		return info, nil
	}
	return s.Stat(name)
}

var (
	_ fs.ReadLinkFS = (*dirFS)(nil)
	_ fs.ReadLinkFS = (*overlay)(nil)
	_ fs.ReadLinkFS = (*Snapshot)(nil)
)
