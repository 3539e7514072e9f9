package schema

// JSON objects that keep the order of their keys: the order in which a schema
// names the keys is the order in which an editor offers them.

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

type ordered struct {
	keys   []string
	values map[string]any
}

func (o *ordered) set(key string, v any) {
	if _, ok := o.values[key]; !ok {
		o.keys = append(o.keys, key)
	}
	o.values[key] = v
}

func (o *ordered) remove(keys ...string) {
	for _, k := range keys {
		delete(o.values, k)
	}
	o.keys = slices.DeleteFunc(o.keys, func(k string) bool { return slices.Contains(keys, k) })
}

// MarshalJSON writes the keys in their order.
func (o *ordered) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, k := range o.keys {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := marshal(k)
		if err != nil {
			return nil, err
		}
		v, err := marshal(o.values[k])
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(v)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// decodeOrdered reads JSON into *ordered, []any, string, float64, bool and nil.
// A key that stands twice is an error.
func decodeOrdered(data []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	v, err := orderedValue(dec)
	if err != nil {
		return nil, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("text behind the document")
	}
	return v, nil
}

func orderedValue(dec *json.Decoder) (any, error) {
	tok, err := dec.Token()
	if err != nil {
		return nil, err
	}
	d, ok := tok.(json.Delim)
	if !ok {
		return tok, nil
	}
	if d == '[' {
		list := []any{}
		for dec.More() {
			v, err := orderedValue(dec)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err := dec.Token()
		return list, err
	}
	o := &ordered{values: map[string]any{}}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, err
		}
		name, _ := key.(string)
		if _, twice := o.values[name]; twice {
			return nil, fmt.Errorf("duplicate key %q", name)
		}
		v, err := orderedValue(dec)
		if err != nil {
			return nil, err
		}
		o.set(name, v)
	}
	_, err = dec.Token()
	return o, err
}

// rebuilt is a value in which object has made something of each object, from the
// inside out.
func rebuilt(v any, object func(keys []string, values map[string]any) any) any {
	switch v := v.(type) {
	case *ordered:
		values := make(map[string]any, len(v.values))
		for k, x := range v.values {
			values[k] = rebuilt(x, object)
		}
		return object(v.keys, values)
	case []any:
		c := make([]any, len(v))
		for i := range v {
			c[i] = rebuilt(v[i], object)
		}
		return c
	}
	return v
}

func clone(v any) any {
	return rebuilt(v, func(keys []string, values map[string]any) any { return &ordered{slices.Clone(keys), values} })
}

// plain turns ordered objects into maps, as a JSON Schema validator has them.
func plain(v any) any {
	return rebuilt(v, func(_ []string, values map[string]any) any { return values })
}
