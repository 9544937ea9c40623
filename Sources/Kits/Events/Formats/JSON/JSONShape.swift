/// The keys of the objects at one place in the records, in the order they were first met, and what each leads to.
///
/// Records of one feed are alike, so the key that is expected next is compared as bytes, and no table is asked.
// A class of raw storage: it is read once per key of every record.
final class JSONShape {
    /// The longest name of a column, in bytes.
    static let nameLimit = 4096

    /// One key.
    struct Member {
        /// The key's bytes and a closing quote.
        var key: UnsafePointer<UInt8>
        /// Bytes of the key without the quote.
        var length: Int
        /// Whether the key stands in a source as it is here, without escapes.
        var isPlain: Bool
        /// Place of the column, -1 until a cell is set.
        var place: Int
        /// Number of the shape of objects under this key, -1 until there is one.
        var shape: Int
    }

    /// What names of columns under this shape begin with: empty, or joined keys and a dot.
    let prefix: String
    private(set) var count = 0
    private(set) var members: UnsafeMutablePointer<Member>
    private var capacity = 16
    private let keys = ByteDictionary()

    init(prefix: String) {
        self.prefix = prefix
        members = .allocate(capacity: capacity)
    }

    deinit {
        for index in 0..<count { members[index].key.deallocate() }
        members.deallocate()
    }

    /// The number of a key (unescaped bytes), a new one where it was not met before.
    func member(_ key: UnsafeRawBufferPointer) -> Int {
        let index = Int(keys.code(for: key)) - 1
        if index == count { append(key) }
        return index
    }

    private func append(_ key: UnsafeRawBufferPointer) {
        if count == capacity {
            capacity *= 4
            let larger = UnsafeMutablePointer<Member>.allocate(capacity: capacity)
            larger.moveInitialize(from: members, count: count)
            members.deallocate()
            members = larger
        }
        let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: key.count + 1)
        var isPlain = true
        for (index, byte) in key.enumerated() {
            copy[index] = byte
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { isPlain = false }
        }
        copy[key.count] = UInt8(ascii: "\"")
        (members + count).initialize(to: Member(key: UnsafePointer(copy), length: key.count, isPlain: isPlain, place: -1, shape: -1))
        count += 1
    }

    /// The name of a member's column.
    func name(_ index: Int) -> String {
        let member = members[index]
        if member.length == 0 { return prefix + "_" }
        return prefix + String(decoding: UnsafeBufferPointer(start: member.key, count: member.length), as: UTF8.self)
    }
}
