internal import CMaxMindDB
internal import Synchronization
public import Vocabulary

/// One MMDB file, held open through libmaxminddb.
///
/// The file is mapped, not read: replace it by renaming another over it (as geoipupdate and package managers do), never by writing into it.
/// Damaged places in the file give no value.
///
/// Unchecked because of the C handle: it is only read after opening, which libmaxminddb allows from any number of threads; the table
/// beside it is behind a lock.
public final class NetworkDatabaseFile: @unchecked Sendable {
    /// Where the file lies.
    public let path: String
    /// The kind the file names itself, such as `GeoLite2-ASN`.
    public let type: String
    /// When the file was built, seconds since 1970 UTC.
    public let buildTime: UInt64
    let handle: UnsafeMutablePointer<MMDB_s>
    private let layout: NetworkRecordLayout
    private let shared: Mutex<Shared> = Mutex(Shared())

    private struct Shared {
        var lookups = 0
        var isBuilt = false
        var table: RangeTable?
    }

    /// Opens a file; throws where it cannot be read or is not a MaxMind DB.
    public init(path: String) throws(NetworkDatabaseError) {
        var status: Int32 = 0
        guard let handle = keshik_mmdb_open(path, &status) else {
            throw NetworkDatabaseError(path: path, reason: .init(status: status))
        }
        self.path = path
        self.handle = handle
        type = handle.pointee.metadata.database_type.map { String(cString: $0) } ?? ""
        buildTime = handle.pointee.metadata.build_epoch
        layout = NetworkRecordLayout(of: handle)
    }

    deinit { keshik_mmdb_close(handle) }

    /// What the file says about an address.
    public func record(_ address: IPAddress) -> NetworkRecord {
        let place = find(address)
        return place == 0 ? NetworkRecord() : NetworkRecord(bytes(at: place))
    }

    /// The place of an address' record, counted from 1; 0 where there is none. By libmaxminddb: some 200 ns.
    func find(_ address: IPAddress) -> UInt32 {
        var bytes = (address.high.bigEndian, address.low.bigEndian)
        let place = withUnsafeBytes(of: &bytes) { buffer in
            buffer.withMemoryRebound(to: UInt8.self) { keshik_mmdb_find(handle, $0.baseAddress, address.isIPv4) }
        }
        return place < 0 ? 0 : UInt32(truncatingIfNeeded: place + 1)
    }

    /// The place of an address' record by the table.
    @inline(__always)
    func find(_ address: IPAddress, in table: RangeTable) -> UInt32 {
        if address.isTransition { return find(address) }
        return table.value(address)
    }

    /// The fields of the record at a place, in the file's own memory.
    func bytes(at place: UInt32) -> NetworkRecordBytes { layout.read(handle, place &- 1) }

    /// The file as a table, once so many lookups have been asked for that building it pays; nil before, and for a file whose tree
    /// is not sound.
    ///
    /// - Parameter lookups: how many lookups the caller is about to make.
    func table(forLookups lookups: Int) -> RangeTable? {
        shared.withLock { shared in
            if shared.isBuilt { return shared.table }
            shared.lookups += lookups
            guard shared.lookups > Int(handle.pointee.metadata.node_count) / Self.nodesPerLookup else { return nil }
            shared.isBuilt = true
            shared.table = RangeTable(treeOf: handle)
            return shared.table
        }
    }

    /// A lookup by libmaxminddb costs as much more than one by the table as reading so many nodes into the table.
    private static let nodesPerLookup = 4
}

extension IPAddress {
    /// Addresses that hold an IPv4 address and that databases answer by it: 6to4 (RFC 3056), Teredo (RFC 4380), IPv4-compatible
    /// (RFC 4291 §2.5.5.1).
    fileprivate var isTransition: Bool {
        high >> 48 == 0x2002 || high >> 32 == 0x2001_0000 || (high == 0 && low >> 32 == 0)
    }
}
