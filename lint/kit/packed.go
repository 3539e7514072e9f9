package kit

// Examples about packages: the plugin made whole, packed as the platform packs
// it, and spoiled or signed as the example asks.

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"hash/crc32"
	"io/fs"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/difylint/difylint/lint/dify/pkg"
	"github.com/difylint/difylint/lint/dify/pkg/signtest"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// packedDir is the label of an example's package.
const packedDir = "demo.difypkg!"

// entry is one entry of a package to write.
type entry struct {
	name string
	data []byte
	edit func(*zip.FileHeader)
}

// pack writes the package that the words of "packed:" describe.
func (p *Plugin) pack(words []string) ([]byte, error) {
	var entries []entry
	for _, name := range slices.Sorted(maps.Keys(p.FS)) {
		entries = append(entries, entry{name: name, data: p.FS[name].Data})
	}
	comment, before, behind, truncate, renamed := "", 0, 0, 0, ""
	var err error
	for _, w := range words {
		what, arg, _ := strings.Cut(w, "=")
		edit := func(edit func(*zip.FileHeader)) error {
			for i := range entries {
				if entries[i].name == arg {
					entries[i].edit = edit
					return nil
				}
			}
			return fmt.Errorf("packed: %s: no such file", w)
		}
		switch what {
		case "plain":
		case "name", "twice":
			e := entry{name: arg, data: []byte("x\n")}
			if strings.HasSuffix(arg, "/") {
				e.data = nil
			}
			entries = append(entries, e)
		case "bomb":
			entries = append(entries, entry{name: arg, data: make([]byte, 4<<20)})
		case "inside":
			for i := range entries {
				entries[i].name = arg + entries[i].name
			}
		case "link":
			err = edit(func(h *zip.FileHeader) { h.SetMode(fs.ModeSymlink | 0o777) })
		case "encrypted":
			err = edit(func(h *zip.FileHeader) { h.Flags |= 1 })
		case "method":
			err = edit(func(h *zip.FileHeader) { h.Method = 9 })
		case "crc":
			err = edit(func(h *zip.FileHeader) { h.CRC32 ^= 1 })
		case "huge":
			err = edit(func(h *zip.FileHeader) { h.UncompressedSize64 = 60 << 20 })
		case "renamed":
			renamed = arg
		case "before":
			before, err = strconv.Atoi(arg)
		case "behind":
			behind, err = strconv.Atoi(arg)
		case "cut":
			truncate, err = strconv.Atoi(arg)
		case "comment":
			comment = arg
		case "signed", "signed-sha512", "signed-future":
			if arg != "" {
				category, _ := json.Marshal(map[string]string{"authorized_category": arg})
				entries = append(entries, entry{name: pkg.VerificationFile, data: category})
			}
			comment, err = signComment(entries, what)
		case "changed":
			for i := range entries {
				if entries[i].name == arg {
					entries[i].data = append(slices.Clone(entries[i].data), '\n')
				}
			}
		default:
			err = fmt.Errorf("packed: %s: unknown", w)
		}
		if err != nil {
			return nil, err
		}
	}
	data, err := writeZip(entries, comment, before, behind)
	if i := bytes.Index(data, []byte(renamed)); err == nil && renamed != "" && i >= 0 {
		data[i] ^= 1 // before the data, not in the directory behind it
	}
	return data[:max(0, len(data)-truncate)], err
}

func writeZip(entries []entry, comment string, before, behind int) ([]byte, error) {
	var b bytes.Buffer
	b.Write(make([]byte, before))
	z := zip.NewWriter(&b)
	z.SetOffset(int64(before))
	for _, e := range entries {
		var packed bytes.Buffer
		f, err := flate.NewWriter(&packed, flate.DefaultCompression)
		if err != nil {
			return nil, err
		}
		_, _ = f.Write(e.data)
		_ = f.Close()
		h := &zip.FileHeader{
			Name: e.name, Method: zip.Deflate, CRC32: crc32.ChecksumIEEE(e.data),
			CompressedSize64: uint64(packed.Len()), UncompressedSize64: uint64(len(e.data)),
		}
		if e.edit != nil {
			e.edit(h)
		}
		w, err := z.CreateRaw(h)
		if err != nil {
			return nil, err
		}
		_, _ = w.Write(packed.Bytes())
	}
	if err := z.SetComment(comment); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	b.Write(make([]byte, behind))
	return b.Bytes(), nil
}

// signComment signs the entries with the examples' key, a day before Now.
func signComment(entries []entry, how string) (string, error) {
	seconds := now.AddDate(0, 0, -1).Unix()
	if how == "signed-future" {
		seconds = now.AddDate(1, 0, 0).Unix()
	}
	var chain []byte
	for _, e := range entries {
		sum := sha256.Sum256(e.data)
		chain = append(chain, sum[:]...)
	}
	chain = strconv.AppendInt(chain, seconds, 10)
	hash, sum := crypto.SHA256, sha256.Sum256(chain)
	digest := sum[:]
	if how == "signed-sha512" {
		long := sha512.Sum512(chain)
		hash, digest = crypto.SHA512, long[:]
	}
	sig, err := rsa.SignPKCS1v15(nil, longKey(), hash, digest)
	if err != nil {
		return "", err
	}
	return signtest.Comment(sig, seconds), nil
}

// The keys that examples are signed with. Anybody can make them from these
// primes: they protect nothing.
var (
	longKey = sync.OnceValue(func() *rsa.PrivateKey {
		return keyOf(
			"f2df3bfa837127180d3b59b10a2c4302a2babf14488689f54b3f8a68d6a54ea40b0ac45052539dc3cae02712cf39b803ff19d0dd3075b999d4ade2531611e44f"+
				"d8fa935d271f5fa642940ba3f3b5fe356df6c8d2c6b48ded4f8addd07dd78e4dcf813bf374abb16e150528878bcf68e7dcdc1537043646920f7356a221b6e6d9",
			"d8d354e3f4ebfd8ac4d3184ba53cf0f257697e07cb092a014b01a380792d077fb23ebec2bf07511f71439498b8df6c9138a98faa5a014e05c1fdf7101dfc89fe"+
				"5da470444bf546151feb9ee2c1788b8ae7116361556ba70a2f15e938633ff23e0fbdfe2da9ae611c2c977d57780202a21d39a95017741c9cf3745077a61f89f9")
	})
	shortKey = sync.OnceValue(func() *rsa.PrivateKey {
		return keyOf(
			"d74a45b6f314325dec117f7f709bcb0eb4d1fc954d208761b1d272ea134d8f0885de73abafef79cfd4141d452500549525d8a3ca7e48e48b393852cfd4ca9417",
			"ee52c41547a7ecea8bfc8b06c91446ed55296bb304e198b2b9b0cdd44c4fcb20797f9557d8679d2021533115a29fd042fcd646b4430d141201ea1f43d3e9bbc7")
	})
)

func keyOf(p, q string) *rsa.PrivateKey {
	one, e := big.NewInt(1), big.NewInt(65537)
	a, _ := new(big.Int).SetString(p, 16)
	b, _ := new(big.Int).SetString(q, 16)
	phi := new(big.Int).Mul(new(big.Int).Sub(a, one), new(big.Int).Sub(b, one))
	k := &rsa.PrivateKey{
		PublicKey: rsa.PublicKey{N: new(big.Int).Mul(a, b), E: 65537},
		D:         new(big.Int).ModInverse(e, phi),
		Primes:    []*big.Int{a, b},
	}
	k.Precompute()
	return k
}

// keyring is the keys that the words of "keys:" name, as --public-key gives them.
func keyring(words []string) (*pkg.Keyring, error) {
	ring := &pkg.Keyring{}
	for _, w := range words {
		var data []byte
		switch w {
		case "own":
			data = signtest.PublicPEM(&longKey().PublicKey)
		case "short":
			data = signtest.PublicPEM(&shortKey().PublicKey)
		case "expired", "early":
			at := now.AddDate(-2, 0, 0)
			if w == "early" {
				at = now.AddDate(1, 0, 0)
			}
			cert := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "acme"}, NotBefore: at, NotAfter: at.AddDate(1, 0, 0)}
			der, err := x509.CreateCertificate(nil, cert, cert, &longKey().PublicKey, longKey())
			if err != nil {
				return nil, err
			}
			data = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
		default:
			return nil, fmt.Errorf("keys: %s: unknown", w)
		}
		ring.Keys = append(ring.Keys, pkg.ReadKey("../keys/"+w+".pem", data))
	}
	return ring, nil
}

// target is what the run checks: the folder, or the package of it.
func (p *Plugin) target() (plugin.Target, error) {
	if p.Subject != "" {
		return plugin.Target{FS: p.FS, Dir: ".", Subject: p.Subject}, nil
	}
	if len(p.Packed) == 0 {
		return plugin.Target{FS: p.FS, Dir: "."}, nil
	}
	data, err := p.pack(p.Packed)
	if err != nil {
		return plugin.Target{}, err
	}
	archive, err := pkg.OrUnreadable(pkg.OpenBytes(data, pkg.Limits{}))
	if err != nil {
		return plugin.Target{}, err
	}
	return plugin.Target{FS: archive, Dir: packedDir, Packaged: true}, nil
}
