"""Google's own protobuf as the measure of the JSON mapping.

make DESCRIPTORS MESSAGE SEED COUNT   writes COUNT random messages, one a line: wire in hex, TAB, their JSON
check DESCRIPTORS MESSAGE             reads lines: wire in hex, TAB, our JSON of it, TAB, our wire (hex) of Google's JSON of it
"""
import json
import random
import struct
import sys

from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory


def load(path, name):
    files = descriptor_pb2.FileDescriptorSet()
    with open(path, "rb") as file:
        files.ParseFromString(file.read())
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file)
    return pool, message_factory.GetMessageClass(pool.FindMessageTypeByName(name))


TEXTS = ["", "a", "Zoë", "e\u0301", "\U0001f469\u200d\U0001f467", '"\\/\b\f\n\r\t', "\x01\x7f\x85", "\u202egnp", "\u2028", "名前", "null"]


def number(rng, low, high):
    return rng.choice([0, 1, low, high, rng.randint(low, high), rng.randint(max(low, -1000), 1000)])


def scalar(rng, field):
    kind = field.type
    if kind in (field.TYPE_INT32, field.TYPE_SINT32, field.TYPE_SFIXED32):
        return number(rng, -(2**31), 2**31 - 1)
    if kind in (field.TYPE_UINT32, field.TYPE_FIXED32):
        return number(rng, 0, 2**32 - 1)
    if kind in (field.TYPE_INT64, field.TYPE_SINT64, field.TYPE_SFIXED64):
        return number(rng, -(2**63), 2**63 - 1)
    if kind in (field.TYPE_UINT64, field.TYPE_FIXED64):
        return number(rng, 0, 2**64 - 1)
    if kind in (field.TYPE_FLOAT, field.TYPE_DOUBLE):
        form, size = ("<f", 4) if kind == field.TYPE_FLOAT else ("<d", 8)
        while True:
            value = rng.choice([0.0, -0.0, 1.0, 1.5, -2.25, float("inf"), float("-inf"), struct.unpack(form, rng.randbytes(size))[0]])
            if value == value:
                return value
    if kind == field.TYPE_BOOL:
        return rng.random() < 0.5
    if kind == field.TYPE_STRING:
        return rng.choice(TEXTS) + rng.choice(TEXTS)
    if kind == field.TYPE_BYTES:
        return rng.randbytes(rng.randint(0, 7))
    if kind == field.TYPE_ENUM:
        return rng.choice([value.number for value in field.enum_type.values] + [1234, -5])
    raise AssertionError(kind)


def fill(rng, pool, message, depth=0):
    descriptor = message.DESCRIPTOR
    if descriptor.full_name == "google.protobuf.Timestamp":
        message.seconds = rng.choice([0, -62135596800, 253402300799, 951782400, 1709164800, rng.randint(-62135596800, 253402300799)])
        message.nanos = rng.choice([0, 1, 999999999, 500000000, 123000000, 1000])
        return
    if descriptor.full_name == "google.protobuf.Duration":
        sign = rng.choice([-1, 1])
        message.seconds = sign * rng.choice([0, 1, 315575999999, rng.randint(0, 10**6)])
        message.nanos = sign * rng.choice([0, 1, 999999999, 500000000, 123000000, 1000])
        return
    if descriptor.full_name == "google.protobuf.Any":
        name = rng.choice(["google.protobuf.Duration", "shapes.Scalars", "google.protobuf.StringValue"])
        inner = message_factory.GetMessageClass(pool.FindMessageTypeByName(name))()
        fill(rng, pool, inner, depth + 1)
        message.Pack(inner)
        return
    for field in descriptor.fields:
        if rng.random() < (0.4 if depth < 2 else 0.7):
            continue
        if field.message_type and field.message_type.GetOptions().map_entry:
            key, value = field.message_type.fields_by_name["key"], field.message_type.fields_by_name["value"]
            for _ in range(rng.randint(0, 3)):
                if value.message_type:
                    fill(rng, pool, getattr(message, field.name)[scalar(rng, key)], depth + 1)
                else:
                    getattr(message, field.name)[scalar(rng, key)] = scalar(rng, value)
        elif field.is_repeated:
            for _ in range(rng.randint(0, 3)):
                if field.message_type:
                    fill(rng, pool, getattr(message, field.name).add(), depth + 1)
                else:
                    getattr(message, field.name).append(scalar(rng, field))
        elif field.message_type:
            inner = getattr(message, field.name)
            inner.SetInParent()
            fill(rng, pool, inner, depth + 1)
        else:
            setattr(message, field.name, scalar(rng, field))


def floats_alike(a, b):
    """JSON values that differ at most in how a float's digits were chosen."""
    if isinstance(a, bool) or isinstance(b, bool) or type(a) not in (int, float):
        if isinstance(a, dict):
            return isinstance(b, dict) and a.keys() == b.keys() and all(floats_alike(a[k], b[k]) for k in a)
        if isinstance(a, list):
            return isinstance(b, list) and len(a) == len(b) and all(map(floats_alike, a, b))
        return type(a) is type(b) and a == b
    return type(b) in (int, float) and (a == b or abs(a - b) <= 1e-6 * abs(a))


def main():
    pool, cls = load(sys.argv[2], sys.argv[3])
    if sys.argv[1] == "make":
        rng = random.Random(int(sys.argv[4]))
        for _ in range(int(sys.argv[5])):
            message = cls()
            fill(rng, pool, message)
            text = json_format.MessageToJson(message, indent=None, descriptor_pool=pool, ensure_ascii=rng.random() < 0.5)
            print(message.SerializeToString().hex(), text, sep="\t")
        return
    checked = 0
    for line in sys.stdin:
        wire, ours, encoded = line.rstrip("\n").split("\t")
        message = cls.FromString(bytes.fromhex(wire))
        google = json_format.MessageToJson(message, indent=None, descriptor_pool=pool)
        back = json_format.Parse(ours, cls(), descriptor_pool=pool)
        assert back == message, ("our JSON is another message", ours, google)
        assert floats_alike(json.loads(ours), json.loads(google)), ("our JSON differs", ours, google)
        assert cls.FromString(bytes.fromhex(encoded)) == message, ("our bytes are another message", google, encoded, wire)
        checked += 1
    print(checked)


main()
