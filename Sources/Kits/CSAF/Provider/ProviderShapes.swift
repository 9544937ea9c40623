/// What the documents of providers and aggregators must look like.
enum ProviderShapes {
    private static let shared = """
        publisher = {
          category! : < coordinator discoverer multiplier other translator user vendor >
          contact_details : text
          issuing_authority : text
          name! : text
          namespace! : uri
        }
        role = < csaf_publisher csaf_provider csaf_trusted_provider >
        key = { fingerprint : text url! : uri }
        label20 = < UNLABELED WHITE GREEN AMBER RED >
        label21 = < CLEAR GREEN AMBER AMBER+STRICT RED >
        listed = { last_updated! : moment publisher! : publisher role! : role url! : uri }

        """

    static let metadata20 = ShapeTable(
        shared + """
            metadata = {
              canonical_url! : uri
              distributions : [ 1 set { 1..
                directory_url : uri
                rolie : {
                  categories : [ 1 set uri ]
                  feeds! : [ 1 set { summary : any tlp_label! : label20 url! : uri } ]
                  services : [ 1 set uri ]
                }
              } ]
              last_updated! : moment
              list_on_CSAF_aggregators! : flag
              metadata_version! : < 2.0 >
              mirror_on_CSAF_aggregators! : flag
              public_openpgp_keys : [ key ]
              publisher! : publisher
              role : role
            }
            """, isClosed: false)

    static let metadata21 = ShapeTable(
        shared + """
            metadata = {
              $schema! : < https://docs.oasis-open.org/csaf/csaf/v2.1/schema/provider.json >
              canonical_url! : uri
              distributions : [ 1 set { 1..
                directory : { tlp_label! : label21 url! : uri }
                rolie : {
                  categories : [ 1 set uri ]
                  feeds! : [ 1 set { last_updated! : moment summary : any tlp_label! : label21 url! : uri } ]
                  services : [ 1 set uri ]
                }
              } ]
              last_updated! : moment
              list_on_CSAF_aggregators! : flag
              maintained_from : moment
              maintained_until : moment
              metadata_version! : < 2.1 >
              mirror_on_CSAF_aggregators! : flag
              public_openpgp_keys : [ { fingerprint! : text url! : uri } ]
              publisher! : publisher
              role! : role
            }
            """, isClosed: true)

    private static let aggregator = """
        aggregator = { category! : < aggregator lister > contact_details : text issuing_authority : text name! : text namespace! : uri }

        """

    static let aggregator20 = ShapeTable(
        shared + aggregator + """
            aggregator-document = {
              aggregator! : aggregator
              aggregator_version! : < 2.0 >
              canonical_url! : uri
              csaf_providers! : [ 1 set { metadata! : listed mirrors : [ 1 set uri ] } ]
              csaf_publishers : [ 1 set { metadata! : listed mirrors : [ 1 set uri ] update_interval! : text } ]
              last_updated! : moment
            }
            """, isClosed: false)

    static let aggregator21 = ShapeTable(
        shared + aggregator + """
            aggregator-document = {
              $schema! : < https://docs.oasis-open.org/csaf/csaf/v2.1/schema/aggregator.json >
              aggregator! : aggregator
              aggregator_version! : < 2.1 >
              canonical_url! : uri
              csaf_providers! : [ 1 set { metadata! : listed mirrors : [ 1 set uri ] } ]
              csaf_publishers : [ 1 set { metadata! : listed mirrors! : [ 1 set uri ] update_interval! : text } ]
              last_updated! : moment
              maintained_from : moment
              maintained_until : moment
            }
            """, isClosed: true)

    /// ROLIE feeds (RFC 8322) as CSAF uses them.
    static let rolie = ShapeTable(
        """
        link = { rel! : text href! : uri }
        feed-document = {
          feed! : {
            id! : text
            title! : text
            link! : [ 1 set link ]
            category! : [ 1 set { scheme! : uri term! : text } ]
            updated! : moment
            entry : [ set {
              id! : tracking-id
              title! : text
              link! : [ 1 set link ]
              published! : moment
              updated! : moment
              summary : { content : text }
              content! : { type! : < application/json > src! : uri }
              format! : { schema! : uri version! : < 2.0 2.1 > }
            } ]
          }
        }
        """, isClosed: false)
}
