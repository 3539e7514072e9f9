package plugin

// Where symbolic links point, for the file systems that can tell: each is an
// fs.ReadLinkFS.

import "io/fs"

func (d *dirFS) ReadLink(name string) (string, error) {
	fsys, err := d.root()
	if err != nil {
		return "", err
	}
	return fs.ReadLink(fsys, name)
}

func (d *dirFS) Lstat(name string) (fs.FileInfo, error) {
	fsys, err := d.root()
	if err != nil {
		return nil, err
	}
	return fs.Lstat(fsys, name)
}

func (o *overlayFS) ReadLink(name string) (string, error) { return fs.ReadLink(o.base, name) }

func (o *overlayFS) Lstat(name string) (fs.FileInfo, error) {
	if _, ok := o.files[name]; !ok {
		if info, err := fs.Lstat(o.base, name); err == nil {
			return info, nil
		}
	}
	return fs.Stat(o, name)
}

// ReadLink is where a symbolic link of the base points.
func (s *Snapshot) ReadLink(name string) (string, error) { return fs.ReadLink(s.base, name) }

// Lstat describes a file without following a link.
func (s *Snapshot) Lstat(name string) (fs.FileInfo, error) {
	if _, ok := s.over[name]; !ok {
		if info, err := fs.Lstat(s.base, name); err == nil {
			return info, nil
		}
	}
	return s.Stat(name)
}

var (
	_ fs.ReadLinkFS = (*dirFS)(nil)
	_ fs.ReadLinkFS = (*overlayFS)(nil)
	_ fs.ReadLinkFS = (*Snapshot)(nil)
)
