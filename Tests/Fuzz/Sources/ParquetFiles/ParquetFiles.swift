import Parquet

/// Parquet files, every column of every row group.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    guard let file = try? ParquetFile(bytes: Array(bytes), name: "fuzz") else { return 0 }
    let vector = ColumnVector(scratch: ReadScratch())
    for rowGroup in file.rowGroups.indices.prefix(4) {
        for column in file.schema.indices.prefix(16) { try? file.read(rowGroup: rowGroup, column: column, into: vector) }
    }
    return 0
}
