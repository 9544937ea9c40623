public import Centre

extension Permission {
    /// Reading reports and incidents under duty, without who is behind them.
    public static let reportingRead = Permission("reporting.read", [.analyst, .dutyOfficer])
    /// Answering, classing, closing reports, and taking calls.
    public static let reportingWork = Permission("reporting.work", [.analyst, .dutyOfficer])
    /// Taking files of reports out of the vault.
    public static let reportingFiles = Permission("reporting.files", [.analyst, .dutyOfficer])
    /// Opening who is behind a report, with a reason.
    public static let reportingUnseal = Permission("reporting.unseal", [.dutyOfficer])
    /// Reading figures of reports and incidents under duty.
    public static let reportingFigures = Permission(
        "reporting.figures", [.viewer, .analyst, .dutyOfficer, .editor, .administrator, .auditor])
    /// Reporting incidents for an organisation by program.
    public static let reportingNotify = Permission("reporting.notify", [])
}
