extension EmbeddedStore: QueryableStore {
    /// The absolute path of a segment's file.
    public func path(of segment: Segment) -> String { url(of: segment) }
}
