// Command sbom writes an SPDX document of a Go program: the modules that its
// build information names, with their versions and hashes.
// usage: sbom PROGRAM DOCUMENT     env: SOURCE_DATE_EPOCH, the time to write
package main

import (
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/spdx/tools-golang/json"
	"github.com/spdx/tools-golang/spdx"
	"github.com/spdx/tools-golang/spdx/v2/common"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("sbom: ")
	if len(os.Args) != 3 {
		log.Fatal("usage: sbom PROGRAM DOCUMENT")
	}
	if err := write(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func write(program, document string) error {
	epoch, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64)
	if err != nil {
		return fmt.Errorf("SOURCE_DATE_EPOCH: %w", err)
	}
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(program)
	if err != nil {
		return err
	}
	sum := fmt.Sprintf("%x", sha256.Sum256(data))
	doc := &spdx.Document{
		SPDXVersion:    spdx.Version,
		DataLicense:    spdx.DataLicense,
		SPDXIdentifier: "DOCUMENT",
		DocumentName:   strings.TrimSuffix(filepath.Base(document), ".spdx.json"),
		// A name that is another for each program, as the standard asks.
		DocumentNamespace: "https://github.com/difylint/difylint/spdx/" + sum,
		CreationInfo: &spdx.CreationInfo{
			Creators: []common.Creator{{CreatorType: "Organization", Creator: "difylint"}, {CreatorType: "Tool", Creator: "difylint-sbom"}},
			Created:  time.Unix(epoch, 0).UTC().Format(time.RFC3339),
		},
	}
	add := func(m *debug.Module, license string) *spdx.Package {
		p := &spdx.Package{
			PackageName:             m.Path,
			PackageSPDXIdentifier:   common.ElementID("Package-" + id(m.Path)),
			PackageVersion:          m.Version,
			PackageDownloadLocation: "NOASSERTION",
			PackageLicenseConcluded: license,
			PackageLicenseDeclared:  license,
			PackageCopyrightText:    "NOASSERTION",
			PackageExternalReferences: []*spdx.PackageExternalReference{{
				Category: common.CategoryPackageManager, RefType: common.TypePackageManagerPURL,
				Locator: "pkg:golang/" + m.Path + "@" + m.Version,
			}},
		}
		// What go.sum calls h1 is SHA-256 over the list of the module's files.
		if h, ok := strings.CutPrefix(m.Sum, "h1:"); ok {
			if raw, err := base64.StdEncoding.DecodeString(h); err == nil {
				p.PackageChecksums = []common.Checksum{{Algorithm: common.SHA256, Value: hex.EncodeToString(raw)}}
			}
		}
		doc.Packages = append(doc.Packages, p)
		return p
	}
	relate := func(a, b common.ElementID, how string) {
		doc.Relationships = append(doc.Relationships, &spdx.Relationship{RefA: common.MakeDocElementID("", string(a)), RefB: common.MakeDocElementID("", string(b)), Relationship: how})
	}
	main := info.Main
	main.Version = version(info)
	top := add(&main, "Apache-2.0")
	top.PackageChecksums = []common.Checksum{{Algorithm: common.SHA256, Value: sum}}
	top.PackageFileName = filepath.Base(program)
	top.PrimaryPackagePurpose = "APPLICATION"
	relate("DOCUMENT", top.PackageSPDXIdentifier, common.TypeRelationshipDescribe)
	std := add(&debug.Module{Path: "stdlib", Version: strings.TrimPrefix(info.GoVersion, "go")}, "BSD-3-Clause")
	relate(top.PackageSPDXIdentifier, std.PackageSPDXIdentifier, common.TypeRelationshipContains)
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		relate(top.PackageSPDXIdentifier, add(m, "NOASSERTION").PackageSPDXIdentifier, common.TypeRelationshipContains)
	}
	f, err := os.Create(document)
	if err != nil {
		return err
	}
	if err := json.Write(doc, f, json.Indent("  ")); err != nil {
		return err
	}
	return f.Close()
}

// version is what the program was built as: the linker's flag names it.
func version(info *debug.BuildInfo) string {
	for _, s := range info.Settings {
		if s.Key == "-ldflags" {
			if _, v, ok := strings.Cut(s.Value, "difylint/lint.release="); ok {
				v, _, _ = strings.Cut(v, " ")
				return strings.Trim(v, `"'`)
			}
		}
	}
	return info.Main.Version
}

// id makes an identifier of SPDX: letters, digits, dots and hyphens.
func id(path string) string {
	return strings.Map(func(r rune) rune {
		if r == '.' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, path)
}
