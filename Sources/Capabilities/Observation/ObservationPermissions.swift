public import Centre

extension Permission {
    /// Sees the picture, events, findings and feeds.
    public static let observationRead = Permission(
        "observation.read", [.viewer, .analyst, .dutyOfficer, .editor, .administrator, .auditor])
    /// Decides about findings, and has dead letters read again.
    public static let observationDecide = Permission("observation.decide", [.analyst, .dutyOfficer])
    /// Sets up collectors and feed definitions, and takes deliveries in; also the scope of tokens that send events.
    public static let observationCollect = Permission("observation.collect", [.analyst, .administrator])
    /// Takes events and findings out of the house in bulk.
    public static let observationExport = Permission("observation.export", [.analyst, .dutyOfficer, .auditor])
    /// Scope of owners' tokens: their own findings.
    public static let observationOwn = Permission("observation.own", [])
}
