// Public keys, from the files that people have: what each holds, and whether
// the platform could read it.

package pkg

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"slices"
	"time"

	"github.com/difylint/difylint/lint/dify/plugin"
)

// officialPEM is the public key that every daemon trusts, a fact as public as
// the key. Source: langgenius/dify-plugin-daemon,
// pkg/license/public_key/PUBLIC_KEY.pem, read in November 2026.
const officialPEM = `-----BEGIN RSA PUBLIC KEY-----
MIICCgKCAgEAwUY1cndCmqclHHlCn/PVB011n0m+vmXT2M/QWbViM/2oqO2S5lXl
VYwZjbN+r3xjUxnzCK6YC7fCI0CXJ69RPTpfRc9meV0TPb50g01kJI6HWL+SziZs
i+Mmul5ji7W4ebpOUNUPuBgFFfzrOv4BSO6tWVfpiqFTdfF3o2XT3FUja2rMCSQO
dsGvuhX5/YYAnOH4suxGo+nWda/QC+ohM4z8yLuM6fo7QPmkjTXN+jr7+RZ6JA7g
6XT7TdMK8oJcqMm15E0pRmgfNNLvqSeVcVM5OgmteTpSn7ekSdCMOpai3Cnc4zOa
PWSViiHTDu9AIoDbSBRQbvOaQ339eXOlHnomvg6WK6hw3hYoE+ASkv5qK9BwuWqn
xdUQ99qJ04eNTGjqCo65P9DKzpDb5BT5cxg40Utue0MbuN6pLPwhqkvnVmExuykw
aLQmTwnLODOD4gc5UU1dUeSUOxQeSoL8zSqL809ZV89B31jYOSFqcKEbyhoKaen3
dQSUFxEIca7Juj4E4tC+V1RsU2GSaVRCKEtJ4RBnDkQvB4aRBL+zpc26aIBKb3G3
0a9BWRvXRy+gr/qx8fDJgOuF23j1WXEDVsNtK6vpHGQkDUmsBsE2U+Sag9l2Vnq1
hrqLbjz2PPOHsBkg09IlM6SNr2NaEWvVJnC/szW8EQ51QBz8XJOnEmUCAwEAAQ==
-----END RSA PUBLIC KEY-----
`

// KeyCode names what is wrong with a key.
type KeyCode string

// What can be wrong with a key.
const (
	KeyNotPEM      KeyCode = "key-not-pem"
	KeyPrivate     KeyCode = "key-private"
	KeyUnreadable  KeyCode = "key-unreadable"
	KeyNotRSA      KeyCode = "key-not-rsa"
	KeyTooShort    KeyCode = "key-too-short"
	KeyForm        KeyCode = "key-form"
	KeyExtra       KeyCode = "key-extra-data"
	KeyExpired     KeyCode = "key-expired"
	KeyNotYetValid KeyCode = "key-not-yet-valid"
)

// KeyProblem is one thing that is wrong with a key.
type KeyProblem struct {
	Code KeyCode
	// Format and Args are the message.
	Format string
	Args   []any
}

// Message is the problem in English, one sentence.
func (p KeyProblem) Message() string { return fmt.Sprintf(p.Format, p.Args...) }

const (
	// minKeyBits is the shortest key that crypto/rsa verifies with, and so
	// the platform; goodKeyBits is the shortest that counts as safe.
	minKeyBits  = 1024
	goodKeyBits = 2048
	maxKeyBits  = 16384
	maxKeyFile  = 1 << 20
)

// Key is a public key to verify packages with.
type Key struct {
	// Name is what the caller calls it, such as the file's path.
	Name string
	// Public is the key, nil where no RSA key could be read.
	Public *rsa.PublicKey
	// Official is set for the key that every daemon trusts.
	Official bool
	// NotBefore and NotAfter are a certificate's validity, zero without one.
	NotBefore, NotAfter time.Time
	// Problems is what is wrong with it. Those of the form "key-form" and
	// "key-extra-data" mean that a daemon cannot read the file; then it takes
	// no package for verified, not even with its other keys. Source:
	// langgenius/dify-plugin-daemon, pkg/utils/encryption/rsa.go
	// (LoadPublicKey), pkg/plugin_packager/decoder/verifier.go.
	Problems []KeyProblem
}

// Keys is the input that has the public keys to trust.
var Keys = plugin.NewInput[*Keyring]()

// Of is the package that a plugin lies in, false where it lies in a folder.
func Of(p *plugin.Plugin) (*Package, bool) {
	archive, ok := p.FS.(*Package)
	return archive, ok
}

// Keyring is the public keys that a run trusts besides the official one: those
// of a daemon with third-party verification.
type Keyring struct{ Keys []Key }

// Bits is the length of the key, 0 without one.
func (k Key) Bits() int {
	if k.Public == nil {
		return 0
	}
	return k.Public.N.BitLen()
}

// Daemon reports whether a daemon could load the key's file as it is.
func (k Key) Daemon() bool {
	unseen := []KeyCode{KeyExpired, KeyNotYetValid, KeyTooShort} // when loading
	return k.Public != nil && !slices.ContainsFunc(k.Problems, func(p KeyProblem) bool { return !slices.Contains(unseen, p.Code) })
}

// OfficialKey is the key that every daemon trusts.
func OfficialKey() Key {
	k := ReadKey("the official key", []byte(officialPEM))
	k.Official = true
	return k
}

// ReadKey reads a key file: PEM with a PKCS#1 key, which is the one form that a
// daemon reads, a PKIX key or a certificate. It never fails; see Public and
// Problems. Validity dates are judged by Verify, which knows the time.
func ReadKey(name string, data []byte) Key {
	k := Key{Name: name}
	add := func(code KeyCode, format string, args ...any) {
		k.Problems = append(k.Problems, KeyProblem{Code: code, Format: format, Args: args})
	}
	if len(data) > maxKeyFile {
		add(KeyNotPEM, "the file is %d bytes, too many for a key", len(data))
		return k
	}
	block, rest := pem.Decode(data)
	if block == nil {
		switch {
		case bytes.HasPrefix(data, []byte("ssh-")), bytes.HasPrefix(data, []byte("ecdsa-")):
			add(KeyNotPEM, "it is an OpenSSH key; a PEM file is needed (ssh-keygen -e -m PEM -f FILE)")
		case bytes.HasPrefix(data, []byte{0x30, 0x82}):
			add(KeyNotPEM, "it is a DER file; a PEM file is needed (openssl rsa -pubin -inform DER -RSAPublicKey_out)")
		default:
			add(KeyNotPEM, "there is no PEM block in the file")
		}
		return k
	}
	var public any
	var err error
	switch block.Type {
	case "RSA PUBLIC KEY":
		public, err = x509.ParsePKCS1PublicKey(block.Bytes)
	case "PUBLIC KEY":
		public, err = x509.ParsePKIXPublicKey(block.Bytes)
		add(KeyForm, "it is a PKIX key (PUBLIC KEY) and a daemon reads only PKCS#1 (RSA PUBLIC KEY): openssl rsa -pubin -in FILE -RSAPublicKey_out")
	case "CERTIFICATE", "TRUSTED CERTIFICATE":
		var cert *x509.Certificate
		if cert, err = x509.ParseCertificate(block.Bytes); err == nil {
			public, k.NotBefore, k.NotAfter = cert.PublicKey, cert.NotBefore, cert.NotAfter
		}
		add(KeyForm, "it is a certificate and a daemon reads only a PKCS#1 key (RSA PUBLIC KEY): openssl x509 -pubkey -noout -in FILE | openssl rsa -pubin -RSAPublicKey_out")
	case "RSA PRIVATE KEY", "PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY", "DSA PRIVATE KEY":
		add(KeyPrivate, "it is a private key (%s): give the public one, and keep this one to yourself", block.Type)
		return k
	default:
		add(KeyForm, "it is a PEM block of the type %q, not a public key", short(block.Type))
		return k
	}
	if err != nil {
		k.Problems = nil
		add(KeyUnreadable, "its %s block cannot be read: %s", block.Type, err.Error())
		return k
	}
	if len(rest) > 0 {
		add(KeyExtra, "%d bytes stand behind the first PEM block, and a daemon then refuses the file; let nothing follow it, not even an empty line", len(rest))
	}
	key, ok := public.(*rsa.PublicKey)
	if !ok {
		add(KeyNotRSA, "it is a key of another kind (%T); signatures are RSA", public)
		return k
	}
	switch bits := key.N.BitLen(); {
	case bits > maxKeyBits || key.E < 3 || key.E&1 == 0:
		add(KeyUnreadable, "its numbers are those of no usable RSA key (%d bits, exponent %d)", bits, key.E)
		return k
	case bits < minKeyBits:
		add(KeyTooShort, "it has %d bits; a daemon verifies nothing with fewer than %d", bits, minKeyBits)
	case bits < goodKeyBits:
		add(KeyTooShort, "it has %d bits; fewer than %d can be forged, and the platform's tools make 4096", bits, goodKeyBits)
	}
	k.Public = key
	return k
}

// at judges a certificate's dates.
func (k Key) at(now time.Time) []KeyProblem {
	switch {
	case !k.NotAfter.IsZero() && now.After(k.NotAfter):
		return []KeyProblem{{Code: KeyExpired, Format: "its certificate expired on %s", Args: []any{k.NotAfter.UTC().Format(time.DateOnly)}}}
	case !k.NotBefore.IsZero() && now.Before(k.NotBefore):
		return []KeyProblem{{Code: KeyNotYetValid, Format: "its certificate is valid from %s on", Args: []any{k.NotBefore.UTC().Format(time.DateOnly)}}}
	}
	return nil
}
