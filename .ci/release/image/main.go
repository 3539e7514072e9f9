// Command image makes the container image of a release and publishes it: one
// layer with the program and its license, for amd64 and arm64, as a folder in the
// OCI layout. The credentials are those that `docker login` keeps; the digest of
// what was published is printed.
// usage: image build PROGRAMS VERSION FOLDER     env: SOURCE_DATE_EPOCH, REVISION
//
//	image push FOLDER NAME VERSION
package main

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("image: ")
	if err := run(os.Args[1:]); err != nil {
		log.Fatal(err)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 4 && args[0] == "build":
		index, err := build(args[1], args[2])
		if err != nil {
			return err
		}
		_, err = layout.Write(args[3], index)
		return err
	case len(args) == 4 && args[0] == "push":
		return push(args[1], args[2], args[3])
	}
	return errors.New("usage: image build PROGRAMS VERSION FOLDER, or image push FOLDER NAME VERSION")
}

func push(folder, repository, version string) error {
	index, err := layout.ImageIndexFromPath(folder)
	if err != nil {
		return err
	}
	// The layout's list has the image as its one entry.
	list, err := index.IndexManifest()
	if err != nil {
		return err
	}
	if len(list.Manifests) != 1 {
		return fmt.Errorf("%s has not one image", folder)
	}
	image, err := index.ImageIndex(list.Manifests[0].Digest)
	if err != nil {
		return err
	}
	for _, tag := range []string{version, "latest"} {
		if tag == "latest" && strings.Contains(version, "-") {
			continue // a pre-release
		}
		ref, err := name.NewTag(repository + ":" + tag)
		if err != nil {
			return err
		}
		if err := remote.WriteIndex(ref, image, remote.WithAuthFromKeychain(authn.DefaultKeychain)); err != nil {
			return err
		}
	}
	_, err = fmt.Println(list.Manifests[0].Digest)
	return err
}

func build(programs, version string) (v1.ImageIndex, error) {
	epoch, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64)
	if err != nil {
		return nil, fmt.Errorf("SOURCE_DATE_EPOCH: %w", err)
	}
	created := time.Unix(epoch, 0).UTC()
	labels := map[string]string{
		"org.opencontainers.image.title":         "difylint",
		"org.opencontainers.image.description":   "Checks Dify plugins before the platform does",
		"org.opencontainers.image.licenses":      "Apache-2.0",
		"org.opencontainers.image.source":        "https://github.com/difylint/difylint",
		"org.opencontainers.image.url":           "https://github.com/difylint/difylint",
		"org.opencontainers.image.documentation": "https://difylint.github.io/difylint/latest/install/",
		"org.opencontainers.image.version":       version,
		"org.opencontainers.image.revision":      os.Getenv("REVISION"),
		"org.opencontainers.image.created":       created.Format(time.RFC3339),
	}
	index := mutate.IndexMediaType(empty.Index, types.OCIImageIndex)
	for _, arch := range []string{"amd64", "arm64"} {
		layer, err := files(created, map[string]string{"difylint": filepath.Join(programs, "linux_"+arch, "difylint"), "LICENSE": "LICENSE"})
		if err != nil {
			return nil, err
		}
		img := mutate.MediaType(empty.Image, types.OCIManifestSchema1)
		img = mutate.ConfigMediaType(img, types.OCIConfigJSON)
		if img, err = mutate.Append(img, mutate.Addendum{Layer: layer, MediaType: types.OCILayer, History: v1.History{Created: v1.Time{Time: created}, CreatedBy: "difylint"}}); err != nil {
			return nil, err
		}
		cfg, err := img.ConfigFile()
		if err != nil {
			return nil, err
		}
		cfg = cfg.DeepCopy()
		cfg.OS, cfg.Architecture, cfg.Created = "linux", arch, v1.Time{Time: created}
		cfg.Config = v1.Config{User: "65532:65532", WorkingDir: "/plugins", Entrypoint: []string{"/difylint"}, Cmd: []string{"check", "."}, Labels: labels}
		if img, err = mutate.ConfigFile(img, cfg); err != nil {
			return nil, err
		}
		index = mutate.AppendManifests(index, mutate.IndexAddendum{Add: img, Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: "linux", Architecture: arch}}})
	}
	annotated, ok := mutate.Annotations(index, labels).(v1.ImageIndex)
	if !ok {
		return nil, fmt.Errorf("the index cannot be annotated")
	}
	return mutate.IndexMediaType(mutate.AppendManifests(empty.Index, mutate.IndexAddendum{Add: annotated}), types.OCIImageIndex), nil
}

// files makes a layer of files, by the name that each has in it.
func files(at time.Time, from map[string]string) (v1.Layer, error) {
	var buf bytes.Buffer
	w := tar.NewWriter(&buf)
	if err := w.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: "plugins/", Mode: 0o755, ModTime: at}); err != nil {
		return nil, err
	}
	for _, to := range []string{"LICENSE", "difylint"} {
		data, err := os.ReadFile(from[to])
		if err != nil {
			return nil, err
		}
		mode := int64(0o644)
		if to == "difylint" {
			mode = 0o755
		}
		if err := w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: to, Mode: mode, Size: int64(len(data)), ModTime: at}); err != nil {
			return nil, err
		}
		if _, err := w.Write(data); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return tarball.LayerFromOpener(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(buf.Bytes())), nil })
}
