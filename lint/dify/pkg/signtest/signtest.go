// Package signtest packs and signs plugins in tests and in the rules' examples,
// exactly as the platform's command line does. Difylint itself signs nothing.
//
// Source: langgenius/dify-plugin-daemon, pkg/plugin_packager/packager/packager.go
// and pkg/plugin_packager/signer/withkey/sign_with_key.go.
//
// Not stable: see docs/stability.md.
package signtest

import (
	"archive/zip"
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
)

// Pack makes the unsigned package of files, by path.
func Pack(files map[string]string) ([]byte, error) {
	var paths []string
	for p := range files {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range paths {
		if err := write(z, p, []byte(files[p])); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}

func write(z *zip.Writer, name string, content []byte) error {
	w, err := z.Create(name)
	if err != nil {
		return err
	}
	_, err = w.Write(content)
	return err
}

// Sign signs a package at a time in Unix seconds. category is that of the
// verification file; "" leaves the file out, as packages signed before there
// were categories do.
func Sign(pkg []byte, key *rsa.PrivateKey, category string, seconds int64) ([]byte, error) {
	return SignWith(pkg, category, seconds, func(data []byte) ([]byte, error) {
		sum := sha256.Sum256(data)
		return rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	})
}

// SignWith is Sign with another signature over the data.
func SignWith(pkg []byte, category string, seconds int64, sign func(data []byte) ([]byte, error)) ([]byte, error) {
	in, err := zip.NewReader(bytes.NewReader(pkg), int64(len(pkg)))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	var chain []byte
	add := func(name string, content []byte) error {
		sum := sha256.Sum256(content)
		chain = append(chain, sum[:]...)
		return write(z, name, content)
	}
	for _, f := range in.File {
		name := path.Join(path.Split(f.Name))
		content, err := fs.ReadFile(in, name)
		if err != nil {
			return nil, err
		}
		if err := add(name, content); err != nil {
			return nil, err
		}
	}
	if category != "" {
		content, err := json.Marshal(map[string]string{"authorized_category": category})
		if err != nil {
			return nil, err
		}
		if err := add(".verification.dify.json", content); err != nil {
			return nil, err
		}
	}
	sig, err := sign(strconv.AppendInt(chain, seconds, 10))
	if err != nil {
		return nil, err
	}
	if err := z.SetComment(Comment(sig, seconds)); err != nil {
		return nil, err
	}
	err = z.Close()
	return b.Bytes(), err
}

// Comment is the zip comment that carries a signature.
func Comment(sig []byte, seconds int64) string {
	return fmt.Sprintf(`{"signature":%q,"time":%d}`, base64.StdEncoding.EncodeToString(sig), seconds)
}

// PublicPEM is a public key in the form that a daemon reads.
func PublicPEM(key *rsa.PublicKey) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "RSA PUBLIC KEY", Bytes: x509.MarshalPKCS1PublicKey(key)})
}
