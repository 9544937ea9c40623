/// The terms CSAF 2.1 fixes in English, and their recorded translations.
public enum FixedTerms {
    /// A term.
    public enum Term: CaseIterable, Sendable {
        /// Title of the note with the license.
        case license
        /// Title of the note that describes a product.
        case productDescription
        /// Title of the note that says why a document was superseded.
        case reasoningForSupersession
        /// Title of the note that says why a document was withdrawn.
        case reasoningForWithdrawal
        /// What the summary of the reference to the newer document starts with.
        case supersedingDocument
    }

    /// The term in a language; `nil` where no translation has been recorded. No language means English.
    public static func text(_ term: Term, language: String?) -> String? {
        switch language.map({ $0.lowercased().prefix { $0 != "-" } }) ?? "en" {
        case "en":
            switch term {
            case .license: "License"
            case .productDescription: "Product Description"
            case .reasoningForSupersession: "Reasoning for Supersession"
            case .reasoningForWithdrawal: "Reasoning for Withdrawal"
            case .supersedingDocument: "Superseding Document"
            }
        case "de":
            switch term {
            case .license: "Lizenz"
            case .productDescription: "Produktbeschreibung"
            case .reasoningForSupersession: "Begründung für die Ersetzung"
            case .reasoningForWithdrawal: "Begründung für die Zurückziehung"
            case .supersedingDocument: "Ersetzendes Dokument"
            }
        default: nil
        }
    }

    /// True for English and where no language is given.
    static func isEnglish(_ language: String?) -> Bool {
        language.map { $0.lowercased() == "en" || $0.lowercased().hasPrefix("en-") } ?? true
    }
}
