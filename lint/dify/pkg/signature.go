// The signature in a package's comment: whether a daemon would take it, and if
// not, the closest that can be said about why.

package pkg

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/difylint/difylint/lint/source/text"
)

// VerificationFile is the file that says by whose authority a package is
// signed. The signer adds it, as the last. Source:
// langgenius/dify-plugin-daemon, pkg/plugin_packager/consts/verification.go.
const VerificationFile = ".verification.dify.json"

// Categories are the authorities that the platform knows. Source:
// langgenius/dify-plugin-daemon, pkg/plugin_packager/decoder/entities.go.
func Categories() []string { return []string{"langgenius", "partner", "community"} }

// SignatureStatus is the verdict over a signature.
type SignatureStatus string

const (
	// SignatureVerified says that one of the keys made it, over these contents.
	SignatureVerified SignatureStatus = "verified"
	// SignatureAbsent says that the zip has no comment.
	SignatureAbsent SignatureStatus = "absent"
	// SignatureNotJSON says that the comment is not the JSON object that a signer writes.
	SignatureNotJSON SignatureStatus = "not-json"
	// SignatureEmpty says that the object holds no signature.
	SignatureEmpty SignatureStatus = "empty"
	// SignatureNotBase64 says that the signature is not standard base64.
	SignatureNotBase64 SignatureStatus = "not-base64"
	// SignatureUnreadable says that contents, or the verification file, cannot be read,
	// so a daemon cannot check it.
	SignatureUnreadable SignatureStatus = "contents-unreadable"
	// SignatureNoKey says that no usable key was given.
	SignatureNoKey SignatureStatus = "no-key"
	// SignatureForeign says that none of the keys made it, whatever the contents. The
	// signature itself being damaged looks the same.
	SignatureForeign SignatureStatus = "foreign-key"
	// SignatureChanged says that one of the keys made it, over other contents, another
	// order of the files or another time. RSA signatures of this kind give up
	// the digest that was signed, which is how this can be told from a foreign key.
	SignatureChanged SignatureStatus = "contents-changed"
	// SignatureAlgorithm says that one of the keys made it, by another algorithm than
	// RSA PKCS #1 v1.5 with SHA-256, the only one that a daemon takes.
	SignatureAlgorithm SignatureStatus = "other-algorithm"
)

// Change is what can be told of contents that are not those signed.
type Change string

const (
	// ChangeUnknown says that a file was changed or removed, or several things happened.
	ChangeUnknown Change = "unknown"
	// ChangeOrder says that the files are in another order; the package was packed again.
	ChangeOrder Change = "order"
	// ChangeAdded says that the entry Signature.Entry was added after signing.
	ChangeAdded Change = "added"
	// ChangeVerification says that the verification file was removed or exchanged; it
	// said Signature.Category.
	ChangeVerification Change = "verification"
)

// Verification is what the verification file says. Without a verified
// signature anybody can have written it.
type Verification struct {
	// Present says that there is such a file, and Index is its first place
	// in Entries.
	Present bool
	Index   int
	// Count is how many entries have that name: signing a signed package
	// again adds another, and a daemon reads the first.
	Count int
	// Category is the authority it names, Known whether the platform knows it.
	Category string
	Known    bool
	// Err is why the platform cannot read it, nil where it can.
	Err error
}

// KeyResult is what came of one key.
type KeyResult struct {
	// Status is verified, changed, other-algorithm, foreign-key or no-key.
	Status SignatureStatus
	// Problems are the key's own, and those of its certificate's dates now.
	Problems []KeyProblem
}

// Signature is the verdict over a package's signature.
type Signature struct {
	Status SignatureStatus
	// Format and Args are the verdict in words.
	Format string
	Args   []any
	// Key is the index of the key that verified, or made, the signature; -1
	// for none.
	Key int
	// Keys holds a result for each key given.
	Keys []KeyResult
	// Time is when the package says it was signed. Nothing but the signature
	// vouches for it, and a daemon does not look at it.
	Time time.Time
	// TimeOdd says that the time is in the future, or before the first
	// release of the platform's plugins.
	TimeOdd bool
	// Algorithm is how the signature was made where that is not as it should be.
	Algorithm text.Message
	// Change, Entry and Category say what can be told of changed contents.
	Change       Change
	Entry        int
	Category     string
	Verification Verification
}

// Message is the verdict in English, one sentence.
func (s *Signature) Message() string { return fmt.Sprintf(s.Format, s.Args...) }

// Authority is the category under which a daemon that verified the package
// lists it: that of the verification file, and langgenius where there is none.
// Source: langgenius/dify-plugin-daemon, internal/core/plugin_manager/packages.go.
func (s *Signature) Authority() string {
	switch {
	case s.Status != SignatureVerified:
		return ""
	case !s.Verification.Present:
		return "langgenius"
	}
	return s.Verification.Category
}

// clockSkew is how far in the future a signing time may be.
const clockSkew = 5 * time.Minute

// firstSigned is before the first release of a daemon that verifies, in 2025.
var firstSigned = time.Date(2024, 9, 1, 0, 0, 0, 0, time.UTC)

// Verify checks a package's signature against keys, as a daemon does that
// trusts them, with its time now. Source: langgenius/dify-plugin-daemon,
// pkg/plugin_packager/decoder/verifier.go and zip.go. It fails only when the
// context ends.
func Verify(ctx context.Context, p *Package, keys []Key, now time.Time) (*Signature, error) {
	s := &Signature{Key: -1, Entry: -1}
	for _, k := range keys {
		r := KeyResult{Status: SignatureNoKey, Problems: slices.Concat(k.Problems, k.at(now))}
		s.Keys = append(s.Keys, r)
	}
	say := func(status SignatureStatus, format string, args ...any) (*Signature, error) {
		s.Status, s.Format, s.Args = status, format, args
		return s, nil
	}
	if err := p.Err(); err != nil {
		return nil, err
	}
	contents, err := p.Scan(ctx)
	if err != nil {
		return nil, err
	}
	s.Verification = p.verification()

	if p.comment == "" {
		return say(SignatureAbsent, "the package is not signed")
	}
	var comment struct {
		Signature string `json:"signature"`
		Time      int64  `json:"time"`
	}
	if err := json.Unmarshal([]byte(p.comment), &comment); err != nil {
		return say(SignatureNotJSON, "the zip's comment is not a signature: %s", jsonError(err))
	}
	if comment.Time != 0 {
		s.Time = time.Unix(comment.Time, 0).UTC()
	}
	s.TimeOdd = s.Time.After(now.Add(clockSkew)) || s.Time.Before(firstSigned)
	if s.Verification.Err != nil {
		return say(SignatureUnreadable, "%s cannot be read, and so a daemon takes the package for unsigned: %s", VerificationFile, s.Verification.Err)
	}
	if comment.Signature == "" {
		return say(SignatureEmpty, "the zip's comment is JSON without a \"signature\"")
	}
	sig, err := base64.StdEncoding.DecodeString(comment.Signature)
	if err != nil {
		var at base64.CorruptInputError
		_ = errors.As(err, &at)
		return say(SignatureNotBase64, "the signature is not base64 from byte %d on", int64(at))
	}
	if !contents.Complete {
		return say(SignatureUnreadable, "not every file of the package can be read, so a daemon cannot check the signature")
	}
	chain := signedChain{seconds: comment.Time}
	for _, j := range p.files {
		chain.digests = append(chain.digests, contents.Digests[j])
	}
	want := chain.digest()

	usable := false
	for i, k := range keys {
		if k.Bits() < minKeyBits {
			continue
		}
		usable = true
		status, signed, algorithm := judgeSignature(k.Public, want, sig)
		s.Keys[i].Status = status
		if status == SignatureForeign || s.Key >= 0 && s.Keys[s.Key].Status == SignatureVerified {
			continue
		}
		s.Key, s.Algorithm = i, algorithm
		if status == SignatureChanged {
			s.explainChange(p, chain, signed)
		}
	}
	if !usable {
		return say(SignatureNoKey, "no key was given that the signature could be checked with")
	}
	if s.Key < 0 {
		return say(SignatureForeign, "none of the keys made the signature (%d bytes), or the signature itself was damaged", len(sig))
	}
	name := keys[s.Key].Name
	switch s.Keys[s.Key].Status {
	case SignatureVerified:
		return say(SignatureVerified, "the signature is that of %s", name)
	case SignatureAlgorithm:
		return say(SignatureAlgorithm, "the signature was made with %s by %s; a daemon takes only RSA PKCS #1 v1.5 with SHA-256", s.Algorithm, name)
	}
	switch s.Change {
	case ChangeOrder:
		return say(SignatureChanged, "%s signed these files in another order: the package was packed again after signing", name)
	case ChangeAdded:
		return say(SignatureChanged, "%s signed the package without %q, which was added after signing", name, short(p.entries[s.Entry].Name))
	case ChangeVerification:
		return say(SignatureChanged, "%s signed the package with the category %q in %s, which was changed or removed after signing", name, s.Category, VerificationFile)
	}
	return say(SignatureChanged, "%s signed other contents: a file was changed, added or removed after signing, or the time was; which one cannot be told", name)
}

// jsonError is an error of encoding/json without the words of Go.
func jsonError(err error) text.Message {
	var wrong *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &wrong) && wrong.Field == "":
		return text.Msg("it is a JSON %s, not an object", wrong.Value)
	case errors.As(err, &wrong):
		return text.Msg("its %q is a %s", wrong.Field, wrong.Value)
	case errors.As(err, &syntax):
		return text.Msg("it is not JSON from byte %d on", max(0, syntax.Offset-1))
	}
	return text.Msg("%v", err)
}

// verification reads the verification file as the platform does.
func (p *Package) verification() Verification {
	v := Verification{Index: -1}
	for i := range p.entries {
		if platformName(p.entries[i].Name) == VerificationFile {
			if v.Count++; v.Index < 0 {
				v.Index = i
			}
		}
	}
	n := p.nodes[VerificationFile]
	if n == nil {
		return v
	}
	v.Present = true
	data, err := p.ReadFile(VerificationFile)
	if err != nil {
		v.Err = err
		return v
	}
	var content struct {
		Category string `json:"authorized_category"`
	}
	if err := json.Unmarshal(data, &content); err != nil {
		v.Err = text.Errorf("%s", jsonError(err))
	} else {
		v.Category = content.Category
		v.Known = slices.Contains(Categories(), v.Category)
	}
	return v
}

// signedChain is what a signature covers: the SHA-256 of each file in the
// zip's order, and the time in decimal.
type signedChain struct {
	digests [][sha256.Size]byte
	seconds int64
}

func (c signedChain) digest() [sha256.Size]byte {
	all := make([]byte, 0, len(c.digests)*sha256.Size+20)
	for i := range c.digests {
		all = append(all, c.digests[i][:]...)
	}
	return sha256.Sum256(strconv.AppendInt(all, c.seconds, 10))
}

// judgeSignature holds a signature against one key. Where the key made it by
// PKCS #1 v1.5, it gives the digest that was signed.
func judgeSignature(key *rsa.PublicKey, want [sha256.Size]byte, sig []byte) (status SignatureStatus, signed []byte, algorithm text.Message) {
	if rsa.VerifyPKCS1v15(key, crypto.SHA256, want[:], sig) == nil {
		return SignatureVerified, want[:], text.Message{}
	}
	hash, signed, ok := recoverDigest(key, sig)
	switch {
	case ok && hash == crypto.SHA256:
		return SignatureChanged, signed, text.Message{}
	case ok:
		return SignatureAlgorithm, nil, text.Msg("%s with %s", "RSA PKCS #1 v1.5", hash)
	case rsa.VerifyPSS(key, crypto.SHA256, want[:], sig, nil) == nil:
		return SignatureAlgorithm, nil, text.Msg("%s with %s", "RSA-PSS", crypto.SHA256)
	}
	return SignatureForeign, nil, text.Message{}
}

// digestInfo is the ASN.1 that stands before the digest in a PKCS #1 v1.5
// signature, by hash. Source: RFC 8017, section 9.2.
var digestInfo = []struct {
	hash   crypto.Hash
	prefix []byte
}{
	{crypto.MD5, []byte{0x30, 0x20, 0x30, 0x0c, 0x06, 0x08, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x05, 0x05, 0x00, 0x04, 0x10}},
	{crypto.SHA1, []byte{0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14}},
	{crypto.SHA224, []byte{0x30, 0x2d, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x04, 0x05, 0x00, 0x04, 0x1c}},
	{crypto.SHA256, []byte{0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20}},
	{crypto.SHA384, []byte{0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02, 0x05, 0x00, 0x04, 0x30}},
	{crypto.SHA512, []byte{0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03, 0x05, 0x00, 0x04, 0x40}},
}

// recoverDigest undoes a signature with the public key. Only a signature that
// this key made gives a well-formed block. It decides nothing about trust.
func recoverDigest(key *rsa.PublicKey, sig []byte) (crypto.Hash, []byte, bool) {
	if len(sig) != key.Size() {
		return 0, nil, false
	}
	s := new(big.Int).SetBytes(sig)
	if s.Cmp(key.N) >= 0 {
		return 0, nil, false
	}
	block := s.Exp(s, big.NewInt(int64(key.E)), key.N).FillBytes(make([]byte, key.Size()))
	if block[0] != 0 || block[1] != 1 {
		return 0, nil, false
	}
	filler, rest, ok := bytes.Cut(block[2:], []byte{0})
	if !ok || len(filler) < 8 || bytes.Count(filler, []byte{0xff}) != len(filler) {
		return 0, nil, false
	}
	for _, d := range digestInfo {
		if digest, ok := bytes.CutPrefix(rest, d.prefix); ok && len(digest) == d.hash.Size() {
			return d.hash, digest, true
		}
	}
	return 0, nil, false
}

// maxGuessed is up to how many entries it is tried which one was added: the
// work grows with the square.
const maxGuessed = 1000

// explainChange tries what single change makes the contents those signed.
func (s *Signature) explainChange(p *Package, now signedChain, signed []byte) {
	s.Change = ChangeUnknown
	is := func(digests [][sha256.Size]byte) bool {
		d := signedChain{digests, now.seconds}.digest()
		return bytes.Equal(d[:], signed)
	}

	// The packager writes files by name, and the signer its own file last.
	order := make([]int, len(now.digests))
	for i := range order {
		order[i] = i
	}
	last := func(i int) bool { return p.entries[i].Name == VerificationFile }
	slices.SortStableFunc(order, func(a, b int) int {
		if last(a) != last(b) {
			if last(b) {
				return -1
			}
			return 1
		}
		return strings.Compare(p.entries[a].Name, p.entries[b].Name)
	})
	sorted := make([][sha256.Size]byte, len(order))
	for i, j := range order {
		sorted[i] = now.digests[j]
	}
	if is(sorted) {
		s.Change = ChangeOrder
		return
	}

	for _, category := range Categories() {
		said := sha256.Sum256([]byte(`{"authorized_category":"` + category + `"}`))
		with := append(slices.Clone(now.digests), said)
		if v := s.Verification.Index; v >= 0 {
			with = slices.Clone(now.digests)
			with[v] = said
		}
		if is(with) {
			s.Change, s.Category = ChangeVerification, category
			return
		}
	}

	if len(now.digests) > maxGuessed {
		return
	}
	for i := range now.digests {
		if is(slices.Delete(slices.Clone(now.digests), i, i+1)) {
			s.Change, s.Entry = ChangeAdded, i
			return
		}
	}
}
