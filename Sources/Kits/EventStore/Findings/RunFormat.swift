/// The layout of a findings run (`.run`): an immutable file of finding records sorted by key.
///
///     magic "KESHRUN1"
///     blocks          each: keys (16 bytes a record, high half first, little endian), then payloads
///     tables          feeds (code, interval), profiles
///     index           for each block: first key, offset, records, payload bytes, checksum of the keys, checksum of the payloads
///     footer          80 bytes, see ``Footer``
///
/// Keys stand apart from payloads so that counting findings reads 16 bytes of each. A payload is its length and then
///
///     profile         varint: 0 and a profile in place (length, bytes), or its number in the table, from 1
///     feeds           varint count, then numbers in the feed table, rising
///     episodes        varint count, newest first: last (zigzag of microseconds since ``epoch``), duration, events;
///                     then for each older one the gap to it, duration, events
///     attributes      a byte of flags, then what they announce: address (4 or 16 bytes), port, host name, URL, account
///
/// A profile is what many findings share: type, identifier, transport, application, malware, AS number, country, owner, vulnerabilities,
/// severity, each as 1 + length and bytes (0: no value). Blocks are not compressed: hashes and addresses do not shrink, and the rest
/// already is a byte or two a field.
enum RunFormat {
    static let magic: UInt64 = 0x314E_5552_4853_454B
    static let version: UInt32 = 1
    static let blockRecords = 1024
    static let blockPayload = 65_536
    static let indexEntryBytes = 56
    /// Profiles beyond this many stand in their records, so that a table never takes much memory.
    static let profileLimit = 32_768
    /// 2020-01-01T00:00:00Z in microseconds: times near it are short.
    static let epoch: Int64 = 1_577_836_800_000_000
    /// Texts of a finding are cut to this many bytes; the events have them whole.
    static let textLimit = 8_192

    /// Flags of a record's attributes.
    enum Flag {
        static let ipv4: UInt8 = 1
        static let ipv6: UInt8 = 2
        static let port: UInt8 = 4
        static let fqdn: UInt8 = 8
        static let url: UInt8 = 16
        static let account: UInt8 = 32
    }

    /// Places in a profile.
    enum ProfileField: Int, CaseIterable {
        case type, identifier, transport, application, malware, asn, country, owner, vulnerabilities, severity
    }

    /// The end of the file: where everything is.
    struct Footer {
        var tablesOffset: UInt64 = 0
        var tablesBytes: UInt64 = 0
        var indexOffset: UInt64 = 0
        var blockCount: UInt64 = 0
        var recordCount: UInt64 = 0
        /// Events that all records together count.
        var eventCount: UInt64 = 0
        var tablesChecksum: UInt64 = 0
        var indexChecksum: UInt64 = 0

        static let byteCount = 80

        func write(to sink: inout ByteSink) {
            let start = sink.count
            for number in [
                tablesOffset, tablesBytes, indexOffset, blockCount, recordCount, eventCount, tablesChecksum, indexChecksum,
                UInt64(RunFormat.version),
            ] {
                sink.append(fixed: number)
            }
            // The footer vouches for itself in its last word, together with the magic.
            let sum = checksum(UnsafeRawBufferPointer(rebasing: sink.bytes[start...]))
            sink.append(fixed: sum ^ RunFormat.magic)
        }

        /// Nil where the bytes are no footer of a version this program reads.
        init?(_ bytes: UnsafeRawBufferPointer) {
            var cursor = ByteCursor(bytes)
            tablesOffset = cursor.fixed()
            tablesBytes = cursor.fixed()
            indexOffset = cursor.fixed()
            blockCount = cursor.fixed()
            recordCount = cursor.fixed()
            eventCount = cursor.fixed()
            tablesChecksum = cursor.fixed()
            indexChecksum = cursor.fixed()
            let version: UInt64 = cursor.fixed()
            let sum = RunFormat.checksum(UnsafeRawBufferPointer(rebasing: bytes[..<cursor.offset]))
            guard version == UInt64(RunFormat.version), cursor.fixed(UInt64.self) == sum ^ RunFormat.magic, !cursor.isShort else {
                return nil
            }
        }

        init() {}
    }

    /// A 64-bit checksum, eight bytes a step. Each step is a bijection of the state, so damage within one word is always found, and other
    /// damage but for a chance of 2⁻⁶⁴. Several times faster than a CRC by table, which would be a good part of the cost of a merge.
    static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var state = UInt64(truncatingIfNeeded: bytes.count) ^ 0x243F_6A88_85A3_08D3
        var index = 0
        while index &+ 8 <= bytes.count {
            state = step(state ^ UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)))
            index &+= 8
        }
        var tail: UInt64 = 0
        while index < bytes.count {
            tail = tail << 8 | UInt64(bytes[index])
            index &+= 1
        }
        return step(step(state ^ tail))
    }

    @inline(__always)
    private static func step(_ state: UInt64) -> UInt64 {
        let product = state &* 0x9E37_79B9_7F4A_7C15
        return product ^ (product >> 32)
    }
}
