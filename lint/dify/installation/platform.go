package installation

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/source/text"
)

// Names of the images of Dify, whatever registry they come from.
const (
	daemonImage = "dify-plugin-daemon"
	apiImage    = "dify-api"
)

// Image is the image of a service.
type Image struct {
	*Value
	// Name is the repository's last part, Tag what follows ":".
	Name, Tag string
	// Version is the release in the tag: 0.5.3 of 0.5.3-local, or "".
	Version string
}

var versionTag = text.Regexp(`^v?(\d+\.\d+\.\d+)(?:-|$)`)

// Image is the service's image; nil where it is built or not named.
func (s *Service) Image() *Image {
	v := s.Get("image")
	if v.Or("") == "" {
		return nil
	}
	ref, _, _ := strings.Cut(v.Text, "@")
	img := &Image{Value: v}
	if i := strings.LastIndexByte(ref, ':'); i > strings.LastIndexByte(ref, '/') {
		ref, img.Tag = ref[:i], ref[i+1:]
	}
	img.Name = path.Base(ref)
	if m := versionTag().FindStringSubmatch(img.Tag); m != nil {
		img.Version = m[1]
	}
	return img
}

// is reports whether an image is one of Dify's, or made after it.
func (i *Image) is(name string) bool {
	return i != nil && (i.Name == name || strings.HasPrefix(i.Name, name+"-"))
}

// is reports whether a service is one of Dify's: by its image, or by its name
// where the image is somebody's own.
func (s *Service) is(image string, names ...string) bool {
	img := s.Image()
	if img.is(image) {
		return true
	}
	if img != nil && (img.Name == daemonImage || img.Name == apiImage) {
		return false
	}
	return slices.Contains(names, s.Name)
}

// Daemon is the plugin daemon; nil where none of the files' services is one.
func (in *Installation) Daemon() *Service {
	return in.first(func(s *Service) bool { return s.is(daemonImage, "plugin_daemon", "plugin-daemon") })
}

// API is the container that serves Dify's API; nil where none is.
func (in *Installation) API() *Service {
	return in.first(func(s *Service) bool {
		return s.is(apiImage, "api") && (s.Name == "api" || s.Env["MODE"].Or("") == "api")
	})
}

// Workers are the other containers of Dify's API image.
func (in *Installation) Workers() []*Service {
	api := in.API()
	var out []*Service
	for _, n := range in.Names {
		if s := in.Services[n]; s.Active && s != api && s.is(apiImage, "worker", "worker_beat") {
			out = append(out, s)
		}
	}
	return out
}

// Nginx is the proxy in front of Dify; nil where none is.
func (in *Installation) Nginx() *Service {
	return in.first(func(s *Service) bool { return s.is("nginx", "nginx") })
}

func (in *Installation) first(is func(*Service) bool) *Service {
	for _, n := range in.Names {
		if s := in.Services[n]; s.Active && is(s) {
			return s
		}
	}
	return nil
}

// Release is the daemon's release, or "" where the image's tag names none.
func (in *Installation) Release() string { return release(in.Daemon(), releases.Daemon) }

// Since reports whether the daemon's release is at least the given one; a release that
// the image's tag does not name is taken for a new one.
func (in *Installation) Since(release string) bool {
	own := in.Release()
	return own == "" || releases.Compare(own, release) >= 0
}

// Dify is the release of Dify's API, or "" where the image's tag names none.
func (in *Installation) Dify() string { return release(in.API(), releases.API) }

func release(s *Service, r releases.Reader) string {
	if s == nil {
		return ""
	}
	if img := s.Image(); img != nil && releases.Index(r, img.Version) >= 0 {
		return img.Version
	}
	return ""
}

// Known reports whether a release of the daemon has a setting; "" has all that
// are not gone.
func (s *Setting) Known(release string) bool {
	if release == "" {
		return s.Until == ""
	}
	return releases.Compare(release, s.Since) >= 0 && (s.Until == "" || releases.Compare(release, s.Until) < 0)
}

// Effective is what the daemon takes for a setting: the value in its container,
// or its own default, where the value is nil or empty and the daemon then takes
// the default. v is nil where the container gets nothing.
func (in *Installation) Effective(name string) (text string, v *Value) {
	d := in.Daemon()
	if d == nil {
		return "", nil
	}
	v = d.Env[name]
	text = v.Or("")
	if set := OfDaemon(name); set != nil {
		text = v.Or(set.Default)
	}
	return text, v
}

// Bool is a switch of the daemon as it parses it; false, false where the value
// is none.
func (in *Installation) Bool(name string) (value, ok bool) {
	text, _ := in.Effective(name)
	b, err := strconv.ParseBool(text)
	return b, err == nil
}

// Number is a whole number of the daemon; 0 of a number is the default for it.
func (in *Installation) Number(name string) (n int64, v *Value, ok bool) {
	text, v := in.Effective(name)
	n, err := strconv.ParseInt(text, 0, 64)
	if s := OfDaemon(name); err == nil && n == 0 && s != nil {
		n, _ = strconv.ParseInt(s.Default, 0, 64)
	}
	return n, v, err == nil
}

// alone makes the containers that Dify's own compose file would make of an .env
// that has no compose file beside it. Which names reach them then depends on the
// release of Dify, so only the names of the host side are taken over.
func (in *Installation) alone() {
	if in.Env == nil {
		return
	}
	in.Alone = true
	at := plugin.AtSpan(in.Env.File, in.Env.File.LineSpan(1))
	d := &Service{Name: "plugin_daemon", At: at, in: in, Active: true, Env: map[string]*Value{}}
	a := &Service{Name: "api", At: at, in: in, Active: true, Env: map[string]*Value{}}
	in.Services, in.Names = map[string]*Service{d.Name: d, a.Name: a}, []string{d.Name, a.Name}
	for _, e := range in.Env.Entries {
		value := func(name string) *Value {
			return &Value{Name: name, Text: e.Text, At: e.Place(), Entries: []*Entry{e}, Names: []string{e.Name}}
		}
		if s := OfHost(e.Name); s != nil && e.Text != "" {
			d.Env[s.Name] = value(s.Name)
		}
		if OfDify(e.Name) != nil && e.Text != "" {
			a.Env[e.Name] = value(e.Name)
		}
	}
}

// Memory is the limit of a service's memory in bytes, -1 where it cannot be read; of
// is nil where there is none.
func (in *Installation) Memory(s *Service) (n int64, of *Value) {
	if s == nil {
		return 0, nil
	}
	for _, route := range [][]any{{"deploy", "resources", "limits", "memory"}, {"mem_limit"}} {
		if of := s.Get(route...); of.Or("") != "" {
			return size(of.Text), of
		}
	}
	return 0, nil
}

// size is a number of bytes as compose reads it: 512m, 1.5gb, 1GiB; -1 for none.
func size(s string) int64 {
	s = strings.ToLower(strings.TrimSpace(s))
	i := strings.LastIndexAny(s, "0123456789.") + 1
	x, err := strconv.ParseFloat(s[:i], 64)
	unit := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSpace(s[i:]), "b"), "i")
	exp := strings.Index("kmgtp", unit)
	if unit == "" {
		exp = -1
	}
	if err != nil || x < 0 || len(unit) > 1 || unit != "" && exp < 0 {
		return -1
	}
	for ; exp >= 0; exp-- {
		x *= 1024
	}
	return int64(x)
}
