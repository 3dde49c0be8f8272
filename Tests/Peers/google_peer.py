"""Google's protobuf as the other end of the encoding tests.

    google_peer.py DESCRIPTORS make COUNT SEED   writes COUNT random messages of every type
    google_peer.py DESCRIPTORS read              reads messages from standard input, writes them as it understands them
    google_peer.py DESCRIPTORS judge             the same, but bytes that are no such message are legal: a dash stands for each

A line is a full name, the encoding in hex and, from here, a dump: the values by the names that Swift gives them, in the
contract's order, so that equal dumps mean equal messages.
"""

import random
import sys

from google.protobuf import descriptor_pb2, message_factory
from google.protobuf.message import DecodeError

TEXTS = ["", "a", "Zoë", "O'Brien", "王小明", "🧑‍🏫", "x" * 200, "é" * 70, "line\nbreak", "\x01\x7f", "a" * 7 + "ß", "fifteen bytes!!", "sixteen bytes!!!"]
INTEGERS = [0, 1, -1, 127, 128, 16383, 16384, 2**31 - 1, -(2**31)]
WIDE_INTEGERS = INTEGERS + [2**31, 2**63 - 1, -(2**63)]
INITIALISMS = {"id": "ID", "ids": "IDs", "url": "URL", "html": "HTML"}


def main():
    with open(sys.argv[1], "rb") as file:
        files = descriptor_pb2.FileDescriptorSet.FromString(file.read())
    outermost = message_factory.GetMessages(list(files.file)).values()
    ours = [c.DESCRIPTOR for c in outermost if c.DESCRIPTOR.file.name not in NOT_OURS]
    classes = {d.full_name: message_factory.GetMessageClass(d) for d in with_nested(ours)}
    names = sorted(classes)
    if sys.argv[2] == "make":
        random_source = random.Random(int(sys.argv[4]))
        for name in names:
            for _ in range(int(sys.argv[3])):
                message = classes[name]()
                fill(message, random_source)
                write(message)
    else:
        for line in sys.stdin:
            name, encoded = line.rstrip("\n").split(" ")
            try:
                write(classes[name].FromString(bytes.fromhex(encoded)))
            except DecodeError:
                if sys.argv[2] != "judge":
                    raise
                print(name, "", "-")


NOT_OURS = {"google/protobuf/descriptor.proto", "rpc/options.proto"}


def with_nested(descriptors):
    """Not the entries of maps, which have no value of their own."""
    for descriptor in descriptors:
        if not descriptor.GetOptions().map_entry:
            yield descriptor
            yield from with_nested(descriptor.nested_types)


def write(message):
    print(message.DESCRIPTOR.full_name, message.SerializeToString(deterministic=True).hex(), dump(message))


def fill(message, source):
    """Sets some fields; sometimes none, sometimes all."""
    share = source.choice([0.0, 0.3, 0.7, 1.0])
    for field in message.DESCRIPTOR.fields:
        if source.random() >= share:
            continue
        if is_map(field):
            for _ in range(source.randrange(4)):
                getattr(message, field.name)[source.choice(TEXTS)] = source.choice(TEXTS)
        elif field.is_repeated:
            for _ in range(source.choice([0, 1, 2, 5, 20])):
                if field.message_type:
                    fill(getattr(message, field.name).add(), source)
                else:
                    getattr(message, field.name).append(value(field, source))
        elif field.message_type:
            getattr(message, field.name).SetInParent()
            fill(getattr(message, field.name), source)
        else:
            setattr(message, field.name, value(field, source))


def value(field, source):
    if field.type == field.TYPE_STRING:
        return source.choice(TEXTS)
    if field.type == field.TYPE_BYTES:
        return bytes(source.randrange(256) for _ in range(source.choice([0, 1, 9, 300])))
    if field.type == field.TYPE_BOOL:
        return source.random() < 0.5
    if field.type == field.TYPE_ENUM:
        return source.choice([v.number for v in field.enum_type.values] + [99, -7])
    if field.type == field.TYPE_INT32:
        return source.choice(INTEGERS)
    if field.type == field.TYPE_INT64:
        return source.choice(WIDE_INTEGERS)
    raise AssertionError(f"{field.full_name}: teach this test the type")


def dump(message):
    parts = []
    seen = set()
    for field in message.DESCRIPTOR.fields:
        oneof = field.containing_oneof
        if oneof is None:
            parts.append(f"{camel(field.name)}={dump_field(message, field)}")
        elif oneof.name not in seen:
            seen.add(oneof.name)
            chosen = message.WhichOneof(oneof.name)
            text = "nil" if chosen is None else f"{camel(chosen)}({dump_value(getattr(message, chosen), message.DESCRIPTOR.fields_by_name[chosen])})"
            parts.append(f"{camel(oneof.name)}={text}")
    return "{" + ",".join(parts) + "}"


def dump_field(message, field):
    content = getattr(message, field.name)
    if is_map(field):
        entries = sorted((k.encode(), v.encode()) for k, v in content.items())
        return "[" + ",".join(f"{k.hex()}:{v.hex()}" for k, v in entries) + "]"
    if field.is_repeated:
        return "[" + ",".join(dump_value(v, field) for v in content) + "]"
    if field.message_type and not message.HasField(field.name):
        return "nil"
    return dump_value(content, field)


def dump_value(content, field):
    if field.message_type:
        return dump(content)
    if field.type == field.TYPE_STRING:
        return "t" + content.encode().hex()
    if field.type == field.TYPE_BYTES:
        return "b" + content.hex()
    if field.type == field.TYPE_BOOL:
        return "true" if content else "false"
    return str(int(content))


def is_map(field):
    return field.message_type is not None and field.message_type.GetOptions().map_entry


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(INITIALISMS.get(word, word.capitalize()) for word in rest)


if __name__ == "__main__":
    main()
