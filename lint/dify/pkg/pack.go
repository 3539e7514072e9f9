// What packaging a folder takes in and what it leaves out.

package pkg

import (
	"archive/zip"
	"cmp"
	"context"
	"crypto/sha256"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/packing"
	"github.com/difylint/difylint/lint/source/text"
)

// PackOptions bounds Pack.
type PackOptions struct {
	// Files is how many files are looked at, taken in or left out. Default 10000.
	Files int
	// WalkGit walks a .git folder that no pattern leaves out, as packaging
	// does. Without it such a folder is named in Unwalked.
	WalkGit bool
}

// PackFile is a file that packaging takes in.
type PackFile struct {
	Path string
	// Size is in bytes; of a symbolic link, that of the file it leads to.
	Size int64
	// Link is set for a symbolic link: packaging reads what it leads to.
	Link bool
}

// LeftOut is a file or folder that packaging leaves out. What lies in such a
// folder is not looked at.
type LeftOut struct {
	Path string
	Dir  bool
	// Size is in bytes, 0 for a folder.
	Size int64
	// Pattern is the index in Patterns of the first pattern that says so.
	Pattern int
}

// Pattern is a line of the ignore file, and how much it left out.
type Pattern struct {
	packing.Pattern
	// Matches is how many files and folders it left out.
	Matches int
}

// Trouble is a path on which packaging would fail.
type Trouble struct {
	Path string
	Err  error
}

// Listing is what packaging a folder would do.
type Listing struct {
	// IgnoreFile is .difyignore, else .gitignore, else "". Only the one at the
	// root counts, and only one of the two.
	IgnoreFile string
	Patterns   []Pattern
	// Files are in the order of the package, LeftOut in that of the folders.
	Files   []PackFile
	LeftOut []LeftOut
	// Total is the size in bytes of all Files, to be held against
	// MaxPackageSize.
	Total   int64
	Trouble []Trouble
	// Generated are the files that packaging makes and adds: requirements.txt,
	// exported with uv, where there is a pyproject.toml with a uv.lock and no
	// requirements.txt.
	Generated []string
	// Unwalked are folders that packaging would take in and that were not
	// walked. Truncated says that a bound was met. Of either, Total counts nothing.
	Unwalked  []string
	Truncated bool

	fsys   fs.FS
	ignore *packing.Ignore
}

// Pack lists what the platform's packaging takes from a plugin's folder, of
// which fsys is the root. Nothing is read but the ignore file. There are no
// exclusions but the ignore file's: without a pattern, .git is taken in.
//
// It fails only when the context ends or the root cannot be listed. Source:
// langgenius/dify-plugin-daemon, pkg/plugin_packager/decoder/fs.go (Walk) and
// packager/packager.go.
func Pack(ctx context.Context, fsys fs.FS, opts PackOptions) (*Listing, error) {
	l := &Listing{fsys: fsys}
	l.readIgnore()
	left := cmp.Or(max(opts.Files, 0), 10000)
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if cerr := ctx.Err(); cerr != nil {
			return cerr
		}
		if err != nil {
			if name == "." {
				return err
			}
			l.Trouble = append(l.Trouble, Trouble{name, err})
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if name == "." {
			return nil
		}
		if left--; left < 0 {
			l.Truncated = true
			return fs.SkipAll
		}
		i := l.ignore.Match(name, d.IsDir())
		if l.ignore != nil && l.ignore.Truncated {
			l.Truncated = true
			return fs.SkipAll
		}
		if i >= 0 {
			l.Patterns[i].Matches++
			l.LeftOut = append(l.LeftOut, LeftOut{Path: name, Dir: d.IsDir(), Size: sizeOf(d), Pattern: i})
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			if path.Base(name) == ".git" && !opts.WalkGit {
				l.Unwalked = append(l.Unwalked, name)
				return fs.SkipDir
			}
			return nil
		}
		l.take(name, d)
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(l.Files, func(a, b PackFile) int { return strings.Compare(a.Path, b.Path) })
	if !exists(fsys, "requirements.txt") && exists(fsys, "pyproject.toml") && exists(fsys, "uv.lock") {
		l.Generated = []string{"requirements.txt"}
	}
	return l, nil
}

func exists(fsys fs.FS, name string) bool {
	_, err := fs.Stat(fsys, name)
	return err == nil
}

func sizeOf(d fs.DirEntry) int64 {
	if info, err := d.Info(); err == nil && !d.IsDir() {
		return info.Size()
	}
	return 0
}

// take adds a file. Packaging reads it whatever it is, so what cannot be read
// as a file is trouble.
func (l *Listing) take(name string, d fs.DirEntry) {
	info, err := d.Info()
	link := d.Type()&fs.ModeSymlink != 0
	if link && err == nil {
		info, err = fs.Stat(l.fsys, name)
	}
	switch {
	case err != nil:
	case info.IsDir():
		err = text.Errorf("a symbolic link to a folder, which packaging reads as a file")
	case !info.Mode().IsRegular():
		err = text.Errorf("no regular file (%s)", info.Mode())
	}
	if err != nil {
		l.Trouble = append(l.Trouble, Trouble{name, err})
		return
	}
	l.Files = append(l.Files, PackFile{Path: name, Size: info.Size(), Link: link})
	l.Total += info.Size()
}

// readIgnore reads the ignore file.
func (l *Listing) readIgnore() {
	l.ignore = packing.ReadIgnore(l.fsys)
	if l.ignore == nil {
		return
	}
	l.IgnoreFile, l.Truncated = l.ignore.File.Path, l.ignore.Truncated
	l.Patterns = make([]Pattern, len(l.ignore.Patterns))
	for i, p := range l.ignore.Patterns {
		l.Patterns[i].Pattern = p
	}
}

// complete says whether a package could be made of the listing.
func (l *Listing) complete() error {
	switch {
	case l.Truncated:
		return text.Errorf("%w: the folder is too large to be looked at wholly", ErrIncomplete)
	case len(l.Unwalked) > 0:
		return text.Errorf("%w: %s was not walked", ErrIncomplete, l.Unwalked[0])
	case len(l.Trouble) > 0:
		return text.Errorf("%w: %s: %w", ErrIncomplete, l.Trouble[0].Path, l.Trouble[0].Err)
	case l.Total > MaxPackageSize:
		return text.Errorf("the files are %d bytes and packaging takes at most %d", l.Total, int64(MaxPackageSize))
	}
	return nil
}

// each calls do with every file's content, in the package's order.
func (l *Listing) each(ctx context.Context, do func(f PackFile, content []byte) error) error {
	if err := l.complete(); err != nil {
		return err
	}
	var total int64
	for _, f := range l.Files {
		if err := ctx.Err(); err != nil {
			return err
		}
		content, err := text.ReadIn(l.fsys, f.Path, MaxPackageSize-total)
		if err != nil {
			return text.Errorf("%s: %w", f.Path, err)
		}
		total += int64(len(content))
		if err := do(f, content); err != nil {
			return err
		}
	}
	return nil
}

// Checksum is the checksum that the platform computes of the folder, with
// slashes in its paths as on Linux and macOS; with backslashes, as the command
// line on Windows has them, another would come out. It is also the package's,
// unless files are Generated.
func (l *Listing) Checksum(ctx context.Context) (string, error) {
	all := digests{}
	err := l.each(ctx, func(f PackFile, content []byte) error {
		all[f.Path] = sha256.Sum256(content)
		return nil
	})
	if err != nil {
		return "", err
	}
	return all.checksum(), nil
}

// Write writes the unsigned package as the platform's packager does: files by
// path in byte order, deflated, without times. What is Generated is left out.
func (l *Listing) Write(ctx context.Context, w io.Writer) error {
	z := zip.NewWriter(w)
	err := l.each(ctx, func(f PackFile, content []byte) error {
		e, err := z.Create(strings.ReplaceAll(f.Path, `\`, "/"))
		if err != nil {
			return err
		}
		_, err = e.Write(content)
		return err
	})
	if err != nil {
		return err
	}
	return z.Close()
}
