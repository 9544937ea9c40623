internal import CMaxMindDB
public import Vocabulary

/// What network databases say about an address.
public struct NetworkRecord: Sendable, Hashable {
    /// The autonomous system that announces it.
    public var asn: ASN?
    /// The system's name as the database writes it.
    public var asName: String?
    /// Country, two upper-case letters (ISO 3166-1).
    public var country: String?

    /// A record of these facts.
    public init(asn: ASN? = nil, asName: String? = nil, country: String? = nil) {
        self.asn = asn
        self.asName = asName
        self.country = country
    }

    init(_ bytes: NetworkRecordBytes) {
        asn = bytes.asn == 0 ? nil : ASN(bytes.asn)
        asName = bytes.asName.map { String(decoding: $0, as: UTF8.self) }
        country = bytes.country.map { String(decoding: [$0.0, $0.1], as: UTF8.self) }
    }

    /// The record completed with what another database knows: number and name of a system stay together.
    public func completed(by other: NetworkRecord) -> NetworkRecord {
        var record = self
        if record.asn == nil || (record.asn == other.asn && record.asName == nil) {
            record.asn = other.asn ?? record.asn
            record.asName = other.asName ?? record.asName
        }
        record.country = record.country ?? other.country
        return record
    }
}

/// A record's fields where they lie in the file.
struct NetworkRecordBytes {
    /// 0 where there is none.
    var asn: UInt32 = 0
    var asName: UnsafeRawBufferPointer?
    var country: (UInt8, UInt8)?
}

/// Under which keys a file keeps what we look for. Providers differ: MaxMind and DB-IP nest the country's code and spell the system's
/// number out, ipinfo and others are flat and write `AS64496` as text.
struct NetworkRecordLayout {
    private struct KeyPath {
        let outer: StaticString
        let inner: StaticString?

        init(_ outer: StaticString, _ inner: StaticString? = nil) {
            self.outer = outer
            self.inner = inner
        }

        func value(_ handle: UnsafePointer<MMDB_s>, _ place: UInt32) -> MMDB_entry_data_s? {
            let value = outer.withUTF8Buffer { outer in
                guard let inner else { return keshik_mmdb_value(handle, place, outer.text, nil) }
                return inner.withUTF8Buffer { keshik_mmdb_value(handle, place, outer.text, $0.text) }
            }
            return value.has_data ? value : nil
        }
    }

    private var asnKeys = [
        KeyPath("autonomous_system_number"), KeyPath("asn"), KeyPath("as_number"), KeyPath("as", "number"), KeyPath("asn", "asn"),
        KeyPath("traits", "autonomous_system_number"),
    ]
    private var nameKeys = [
        KeyPath("autonomous_system_organization"), KeyPath("as_name"), KeyPath("as_org"), KeyPath("as_organization"), KeyPath("as", "name"),
        KeyPath("asn", "name"), KeyPath("traits", "autonomous_system_organization"), KeyPath("name"),
    ]
    private var countryKeys = [
        KeyPath("country", "iso_code"), KeyPath("country_code"), KeyPath("country"), KeyPath("registered_country", "iso_code"),
    ]

    /// Looks which keys occur in a sample of the file's records, so that not all are tried for each.
    init(of handle: UnsafePointer<MMDB_s>) {
        let nodes = handle.pointee.metadata.node_count
        let step = max(nodes / 256, 1)
        var places: [UInt32] = []
        var number: UInt32 = 0
        while number < nodes, places.count < 512 {
            var node = MMDB_search_node_s()
            if MMDB_read_node(handle, number, &node) == MMDB_SUCCESS {
                if Int32(node.left_record_type) == MMDB_RECORD_TYPE_DATA { places.append(node.left_record_entry.offset) }
                if Int32(node.right_record_type) == MMDB_RECORD_TYPE_DATA { places.append(node.right_record_entry.offset) }
            }
            let (next, overflow) = number.addingReportingOverflow(step)
            if overflow { break }
            number = next
        }
        func occurring(_ keys: [KeyPath], _ isValue: (MMDB_entry_data_s) -> Bool) -> [KeyPath] {
            keys.filter { key in places.contains { key.value(handle, $0).map(isValue) ?? false } }
        }
        let asn = occurring(asnKeys) { Self.asn($0) != 0 }
        let name = occurring(nameKeys) { $0.text != nil }
        let country = occurring(countryKeys) { Self.country($0) != nil }
        if asn.isEmpty && name.isEmpty && country.isEmpty { return }
        (asnKeys, nameKeys, countryKeys) = (asn, asn.isEmpty ? [] : name, country)
    }

    func read(_ handle: UnsafePointer<MMDB_s>, _ place: UInt32) -> NetworkRecordBytes {
        var record = NetworkRecordBytes()
        for key in asnKeys where record.asn == 0 {
            if let value = key.value(handle, place) { record.asn = Self.asn(value) }
        }
        for key in nameKeys where record.asn != 0 && record.asName == nil { record.asName = key.value(handle, place)?.text }
        for key in countryKeys where record.country == nil {
            if let value = key.value(handle, place) { record.country = Self.country(value) }
        }
        return record
    }

    private static func asn(_ value: MMDB_entry_data_s) -> UInt32 {
        switch Int32(value.type) {
        case MMDB_DATA_TYPE_UINT16: UInt32(value.uint16)
        case MMDB_DATA_TYPE_UINT32: value.uint32
        case MMDB_DATA_TYPE_UINT64: UInt32(exactly: value.uint64) ?? 0
        case MMDB_DATA_TYPE_INT32: UInt32(exactly: value.int32) ?? 0
        case MMDB_DATA_TYPE_UTF8_STRING: value.text.flatMap { ASN(ascii: $0) }?.number ?? 0
        default: 0
        }
    }

    private static func country(_ value: MMDB_entry_data_s) -> (UInt8, UInt8)? {
        guard let text = value.text, text.count == 2 else { return nil }
        let letters = (text[0] & 0xDF, text[1] & 0xDF)
        guard 0x41...0x5A ~= letters.0, 0x41...0x5A ~= letters.1 else { return nil }
        return letters
    }
}

extension MMDB_entry_data_s {
    /// The bytes of a text that is not empty.
    fileprivate var text: UnsafeRawBufferPointer? {
        guard Int32(type) == MMDB_DATA_TYPE_UTF8_STRING, data_size > 0, let start = utf8_string else { return nil }
        return UnsafeRawBufferPointer(start: start, count: Int(data_size))
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// A static string's bytes, which end in NUL, as C takes them.
    fileprivate var text: UnsafePointer<CChar>? {
        UnsafeRawPointer(baseAddress)?.assumingMemoryBound(to: CChar.self)
    }
}
