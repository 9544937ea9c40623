/// All tests of section 6, in the order of the standard.
enum ConformanceTests {
    static let all: [any ConformanceTest] = {
        let tests: [any ConformanceTest] = mandatory + recommended + informative
        return tests.sorted { RuleID($0.rule.id) < RuleID($1.rule.id) }
    }()

    private static let mandatory: [any ConformanceTest] = [
        MissingProductDefinition(), RepeatedProductDefinition(), CircularProductDefinition(), MissingGroupDefinition(),
        RepeatedGroupDefinition(), ContradictingStatus(), SeveralScores(), InvalidScore(), WrongComputation(), ScoreContradiction(),
        WrongWeakness(), UnknownLanguage(), InvalidPackageURL(), UnsortedRevisions(), TranslationWithoutSource(), WrongLatestVersion(),
        EarlyVersionNotDraft(), EarlyRevisionReleased(), PreReleaseRevision(), PreReleaseReleased(), MissingRevision(), RepeatedRevision(),
        RepeatedCVE(), RepeatedInvolvement(), RepeatedHashAlgorithm(), ProhibitedCategory(), ProfileNotes(), ProfileReferences(),
        ProfileWithoutVulnerabilities(), ProfileProductTree(), ProfileVulnerabilityNotes(), ProfileStatus(), VEXStatus(), VEXIdentifier(),
        VEXImpact(), VEXAction(), ProfileVulnerabilities(), AdvisoryAffected(), FixedWithoutAffected(), EndedNotes(), EndedProductTree(),
        EndedHistory(), WithdrawalReason(), SupersessionReason(), SupersessionReference(), SameLanguages(), RemediationWithoutProduct(),
        MixedVersioning(), RangeAsVersion(), FlagWithoutProduct(), SeveralJustifications(), BranchesTooDeep(), ContradictingRemediations(),
        ContradictingStatusRemediation(), IrregularDate(), PublicGroupNotClear(), ClosedGroupClear(), ReservedGroupName(),
        MissingGroupName(), DifferentPackages(), StarsInModelNumber(), StarsInSerialNumber(), DisclosureTooLate(), InvalidDecision(),
        WrongDecisionTarget(), WrongDecisionPoint(), DecisionTooLate(), InvalidRange(), ForecastTooLate(), ExploitationTooLate(),
        ExploitationBeforeKnown(), InvalidLicense(), MissingLicenseText(), ScoreAndRating(), StackedCategories(), VersionAndRange(),
        SingleVersionRange(), InvalidExtension(), ExtensionAgainstSchema(), ExtensionAgainstMetadata(), StarsInStockNumber(),
    ]

    private static let recommended: [any ConformanceTest] = [
        UnusedProductDefinition(), MissingRemediation(), MissingMetric(), BuildInRevision(), InitialDateTooEarly(), CurrentDateTooEarly(),
        InvolvementWithoutDate(), OnlyMD5(), OnlySHA1(), MissingLabel(), MissingCanonicalURL(), MissingLanguage(), UnsortedKeys(),
        PrivateLanguage(), DefaultLanguage(), MissingHelper(), CVEAmongOthers(), RangeWithoutScheme(), ScoreOfFixedProduct(),
        AdditionalMembers(), SameRevisionDates(), IdentifierInTitle(), DeprecatedWeakness(), OutdatedWeaknessRelease(), ForbiddenWeakness(),
        ReviewedWeakness(), DiscouragedStatusRemediation(), PublicGroupUsed(), NobodyGroupUsed(), GroupOnClear(), HardwareAndSoftware(),
        SharedHelper(), DisclosureAfterRevision(), UnknownDecisionNamespace(), UnregisteredNamespacePublic(), ExtendedNamespacePublic(),
        NamespaceWithoutResource(), DeprecatedProfile(), AffectedWithoutFixed(), WithdrawalReasonTranslated(),
        SupersessionReasonTranslated(), SupersessionReferenceTranslated(), ExtensionInEndedDocument(), UnboundDescription(), OldForecast(),
        InconsistentHelper(), MissingLicense(), DeprecatedLicense(), UnknownLicense(), MissingLicenseTextTranslated(), RatingByIssuer(),
        VendorOpenSource(), OpenRange(), OverlappingSchemeRanges(), OverlappingPlainRanges(), VersionInContradictingRange(),
        UnknownScheme(),
        UnknownHashAlgorithm(), UnfitIdentifier(), UnregisteredExtension(), UnofficialExtension(), CriticalExtension(),
        ExperimentalExtensionPublic(),
    ]

    private static let informative: [any ConformanceTest] =
        [
            OnlyOldScore(), OutdatedScore(), MissingCVE(), MissingWeakness(), ShortHash(), UnreachableAddress(), UnreachableSelf(),
            SpellingMistake(), MissingBranchCategories(), RangeUsed(), LetterBeforeVersion(), MissingCurrentScore(),
            OutdatedDecisionPoint(),
            UnregisteredNamespaceClosed(), ExtendedNamespaceClosed(), GrammarMistake(), ForeignLicense(), RatingByAnyone(),
            SameStatusSchemeRanges(), SameStatusPlainRanges(), SameStatusVersionInRange(), OverlappingRangeBranches(),
            OverlappingVersionBranches(), UnregisteredSystem(), EssentialExtension(), ExperimentalExtensionClosed(), NestedProductPath(),
        ] + ExtensionUsed.all
}

/// The number of a test, for ordering.
struct RuleID: Comparable {
    private let parts: [Int]
    init(_ text: String) { parts = text.split(separator: ".").compactMap { Int($0) } }
    static func < (left: RuleID, right: RuleID) -> Bool { left.parts.lexicographicallyPrecedes(right.parts) }
}
