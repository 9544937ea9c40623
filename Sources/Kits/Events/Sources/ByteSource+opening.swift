extension ByteSource {
    /// The one report a file holds.
    /// - Throws: ``SourceError/severalMembers(name:count:)`` for an archive of none or several; use ``members(of:limits:)`` for those.
    public static func open(_ path: String, limits: UnpackLimits = .init()) throws(SourceError) -> ByteSource {
        try only(try members(of: path, limits: limits), name: path)
    }

    /// The one report in memory, for example an attachment of a mail.
    public static func memory(_ bytes: [UInt8], name: String, limits: UnpackLimits = .init()) throws(SourceError) -> ByteSource {
        try only(try members(ofMemory: bytes, name: name, limits: limits), name: name)
    }

    /// The one report on standard input.
    public static func standardInput(limits: UnpackLimits = .init()) throws(SourceError) -> ByteSource {
        try only(try members(ofDescriptor: 0, name: "standard input", limits: limits), name: "standard input")
    }

    private static func only(_ members: [ByteSource], name: String) throws(SourceError) -> ByteSource {
        guard let first = members.first, members.count == 1 else { throw .severalMembers(name: name, count: members.count) }
        return first
    }

    /// All reports a file holds: those in a ZIP archive, each by itself, else the file. Each is opened when it is first read.
    public static func members(of path: String, limits: UnpackLimits = .init()) throws(SourceError) -> [ByteSource] {
        let stage = try FileStage(path: path)
        guard let status = stage.status, status.isRegular else {
            if stage.status?.isDirectory == true { throw .cannotOpen(name: path, reason: "it is a folder") }
            return try members(ofPipe: stage, name: path, limits: limits)
        }
        let head = try HeadStage.head(of: stage, length: ContentKind.headLength)
        if head.withUnsafeBytes({ ContentKind($0) }) == .zip {
            return try members(ofZip: .path(path), name: path, size: status.size, limits: limits)
        }
        return [
            ByteSource(file: SourceFile(name: path, size: status.size), limits: limits) { () throws(SourceError) in
                try FileStage(path: path)
            }
        ]
    }

    /// All reports in memory.
    public static func members(ofMemory bytes: [UInt8], name: String, limits: UnpackLimits = .init()) throws(SourceError) -> [ByteSource] {
        if bytes.withUnsafeBytes({ ContentKind($0) }) == .zip {
            return try members(ofZip: .memory(bytes), name: name, size: Int64(bytes.count), limits: limits)
        }
        return [
            ByteSource(file: SourceFile(name: name, size: Int64(bytes.count)), limits: limits) { () throws(SourceError) in
                MemoryStage(bytes)
            }
        ]
    }

    /// All reports an open descriptor gives, which stays open: standard input is 0.
    public static func members(ofDescriptor descriptor: Int32, name: String, limits: UnpackLimits = .init()) throws(SourceError)
        -> [ByteSource]
    {
        try members(ofPipe: FileStage(descriptor: descriptor, name: name, closes: false), name: name, limits: limits)
    }

    /// What cannot be opened a second time. An archive is copied to a temporary file first.
    private static func members(ofPipe stage: FileStage, name: String, limits: UnpackLimits) throws(SourceError) -> [ByteSource] {
        let head = try HeadStage.head(of: stage, length: ContentKind.headLength)
        let whole = HeadStage(head: head, rest: stage)
        if head.withUnsafeBytes({ ContentKind($0) }) == .zip {
            let spool = try Spool(whole, name: name)
            return try members(ofZip: .spool(spool), name: name, size: spool.size, limits: limits)
        }
        let isRegular = stage.status?.isRegular ?? false
        let file = SourceFile(name: name, size: isRegular ? stage.status?.size : nil)
        return [ByteSource(file: file, limits: limits, isInteractive: !isRegular) { () throws(SourceError) in whole }]
    }

    private static func members(
        ofZip origin: ArchiveOrigin, name: String, size: Int64, limits: UnpackLimits
    ) throws(SourceError) -> [ByteSource] {
        let zip = try ZipArchive(origin, name: name)
        var sources: [ByteSource] = []
        var total: Int64 = 0
        do throws(SourceError) {
            while let member = try zip.next() {
                guard sources.count < limits.memberCount else {
                    throw .unsupported(name: name, what: "an archive of more than \(limits.memberCount) files")
                }
                total = total.addingReportingOverflow(member.size ?? 0).partialValue
                // Files that share their compressed bytes make a bomb of members that are each harmless.
                if total < 0 || total > limits.freeBytes, total / limits.ratio > max(size, 1) {
                    throw .tooLarge(
                        name: name, unpacked: 0, limit: "its files would grow by more than \(limits.ratio) to 1, as decompression bombs do")
                }
                let file = SourceFile(name: name + "/" + member.name, size: member.size)
                sources.append(
                    ByteSource(file: file, limits: limits) { () throws(SourceError) in
                        try ZipMemberStage(origin, member: member, archive: name, archiveSize: size, limits: limits)
                    })
            }
        } catch {
            guard case .damaged = error, !sources.isEmpty else { throw error }
            // The members before the damage can be read; one more in their place says what became of the rest.
            let damage = error
            sources.append(ByteSource(file: SourceFile(name: name), limits: limits) { () throws(SourceError) in throw damage })
        }
        return sources
    }
}
