package installation

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint/dify/releases"
)

// User is who the main process of a container runs as.
type User struct {
	// ID and Group are numbers; Group is -1 where it is not known.
	ID, Group int
	// All is true for one who may write everywhere.
	All bool
	// Value is the user of the compose file; nil where it is the image's own.
	Value *Value
}

// apiUser is the user of Dify's API image since nonRoot (dify: api/Dockerfile,
// dify_uid; the notes of release 1.10.1). The daemon's image names none in any
// release (dify-plugin-daemon: docker/local.dockerfile), so it runs as root.
const (
	apiUser = 1001
	nonRoot = "1.10.1"
)

// User is who a container of Dify runs as. ok is false where that is not known:
// a user by its name, or an image that is not Dify's.
func (s *Service) User() (u User, ok bool) {
	if v := s.Get("user"); v.Or("") != "" {
		id, group, both := strings.Cut(v.Text, ":")
		if id == "root" {
			id = "0"
		}
		u = User{Group: -1, Value: v}
		var err error
		if u.ID, err = strconv.Atoi(id); err != nil {
			return User{}, false
		}
		if n, err := strconv.Atoi(group); both && err == nil {
			u.Group = n
		}
	} else {
		switch img := s.Image(); {
		case img == nil:
			return User{}, false
		case img.Name == daemonImage:
		case img.Name == apiImage && releases.Index(releases.API, img.Version) >= 0:
			if releases.Compare(img.Version, nonRoot) >= 0 {
				u.ID, u.Group = apiUser, apiUser
			}
		default:
			return User{}, false
		}
	}
	if s.Has("group_add") {
		u.Group = -1
	}
	u.All = u.ID == 0 && !s.dropped("DAC_OVERRIDE")
	return u, true
}

// dropped reports whether the container's root does not have a capability.
func (s *Service) dropped(capability string) bool {
	has := func(key string) bool {
		return slices.ContainsFunc(s.items(key), func(l layer) bool {
			name := strings.TrimPrefix(strings.ToUpper(s.in.scalar(l.doc, l.node).Or("")), "CAP_")
			return name == "ALL" || name == capability
		})
	}
	return s.Get("privileged").Or("") != "true" && has("cap_drop") && !has("cap_add")
}

// Folder is what the host has for a folder of a container.
type Folder struct {
	// Path is the folder, or the nearest above it that is there; "" where there is
	// none in the volume: Docker then makes it, and it belongs to root.
	Path string
	// Owner is the user that it belongs to, Mode who may do what.
	Owner int
	Mode  fs.FileMode

	group int
}

// Folder looks for the folder of the host behind a path in a container that lies
// in a volume. ok is false where it cannot be seen: on a volume of Docker, outside
// the installation's folder, or where files have no owners.
func (in *Installation) Folder(m *Mount, p string) (f Folder, ok bool) {
	if m == nil || m.Source == nil || m.Named || m.Memory {
		return Folder{}, false
	}
	top := path.Clean(m.Source.Text)
	name := path.Join(top, strings.TrimPrefix(p, m.Target))
	for {
		info, err := in.Stat(name)
		switch {
		case err == nil:
			uid, gid, known := ownerOf(info)
			return Folder{name, uid, info.Mode(), gid}, known && info.IsDir()
		case !errors.Is(err, fs.ErrNotExist):
			return Folder{}, false
		case name == top:
			return Folder{}, true
		}
		name = path.Dir(name)
	}
}

// Writes reports whether a user may write into a folder; true where that is
// not known.
func (u User) Writes(f Folder) bool {
	const write, search = 2, 1
	class := uint(0)
	switch {
	case u.All:
		return true
	case f.Path == "":
		return u.ID == 0
	case u.ID == f.Owner:
		class = 6
	case u.Group == f.group:
		class = 3
	case u.Group < 0 && f.Mode.Perm()>>3&(write|search) == write|search:
		return true
	}
	return f.Mode.Perm()>>class&(write|search) == write|search
}
