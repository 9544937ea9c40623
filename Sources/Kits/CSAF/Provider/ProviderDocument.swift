/// The documents of providers and aggregators that are no advisories, held against their form (CSAF §7.1.7, §7.1.15, §7.1.21).
public enum ProviderDocument {
    /// What is wrong with a `provider-metadata.json`, each with its place; nothing where its form is right.
    public static func problems(inMetadata root: JSONValue) -> [String] {
        let shape = root["metadata_version"]?.isText("2.1") == true ? ProviderShapes.metadata21 : ProviderShapes.metadata20
        var problems = check(root, "metadata", shape)
        if root["canonical_url"]?.text?.hasSuffix("/provider-metadata.json") != true {
            problems.append("/canonical_url must end with /provider-metadata.json")
        }
        return problems
    }

    /// What is wrong with a ROLIE feed of advisories.
    public static func problems(inFeed root: JSONValue) -> [String] {
        var problems = check(root, "feed-document", ProviderShapes.rolie)
        let categories = root["feed"]?["category"]?.items ?? []
        if !categories.contains(where: {
            $0["term"]?.isText("csaf") == true && $0["scheme"]?.isText("urn:ietf:params:rolie:category:information-type") == true
        }) {
            problems.append("the category csaf is missing")
        }
        return problems
    }

    /// What is wrong with an `aggregator.json`.
    public static func problems(inAggregator root: JSONValue) -> [String] {
        let shape = root["aggregator_version"]?.isText("2.1") == true ? ProviderShapes.aggregator21 : ProviderShapes.aggregator20
        return check(root, "aggregator-document", shape)
    }

    private static func check(_ root: JSONValue, _ name: String, _ shape: ShapeTable) -> [String] {
        ShapeCheck.check(root, name, in: shape).problems.map { "\($0.value.pointer.isEmpty ? "/" : $0.value.pointer) \($0.message)" }
    }
}
