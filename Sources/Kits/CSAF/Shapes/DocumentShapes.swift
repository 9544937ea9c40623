extension ShapeTable {
    /// CSAF 2.0 (§3). Members it does not know are no mistake of form.
    static let csaf20 = ShapeTable(
        scoreText + shared
            + """
            root = {
              document! : {
                acknowledgments : acknowledgments
                aggregate_severity : { namespace : uri text! : text }
                category! : category
                csaf_version! : < 2.0 >
                distribution : { 1..
                  text : text
                  tlp : { label! : < AMBER GREEN RED WHITE > url : uri }
                }
                lang : language
                notes : notes
                publisher! : {
                  category! : < coordinator discoverer other translator user vendor >
                  contact_details : text
                  issuing_authority : text
                  name! : text
                  namespace! : uri
                }
                references : references
                source_lang : language
                title! : text
                tracking! : tracking
              }
              product_tree : { 1..
                branches : branches
                full_product_names : [ 1 product ]
                product_groups : [ 1 product-group ]
                relationships : [ 1 {
                  category! : relationship
                  full_product_name! : product
                  product_reference! : text
                  relates_to_product_reference! : text
                } ]
              }
              vulnerabilities : [ 1 { 1..
                acknowledgments : acknowledgments
                cve : cve
                cwe : { id! : cwe name! : text }
                discovery_date : moment
                flags : flags
                ids : [ 1 set { system_name! : text text! : text } ]
                involvements : [ 1 set { date : moment party! : party status! : involvement summary : text } ]
                notes : notes
                product_status : { 1..
                  first_affected : ids first_fixed : ids fixed : ids known_affected : ids known_not_affected : ids
                  last_affected : ids recommended : ids under_investigation : ids
                }
                references : references
                release_date : moment
                remediations : [ 1 {
                  category! : < mitigation no_fix_planned none_available vendor_fix workaround >
                  date : moment details! : text entitlements : [ 1 text ] group_ids : ids product_ids : ids
                  restart_required : restart
                  url : uri
                } ]
                scores : [ 1 { 2.. cvss_v2 : cvss-2.0 cvss_v3 : cvss-3 products! : ids } ]
                threats : threats
                title : text
              } ]
            }
            note = { audience : text category! : note-category text! : text title : text }
            branch = { 3..3
              branches : branches
              category! : < architecture host_name language legacy patch_level product_family product_name product_version
                product_version_range service_pack specification vendor >
              name! : text
              product : product
            }
            product = { name! : text product_id! : text product_identification_helper : { 1..
              cpe : cpe
              hashes : [ 1 { file_hashes! : [ 1 { algorithm! : text value! : hash20 } ] filename! : text } ]
              model_numbers : [ 1 set text ]
              purl : purl20
              sbom_urls : [ 1 uri ]
              serial_numbers : [ 1 set text ]
              skus : [ 1 text ]
              x_generic_uris : [ 1 { namespace! : uri uri! : uri } ]
            } }

            """, isClosed: false)

    /// CSAF 2.1 (§3). Members it does not know are mistakes.
    static let csaf21 = ShapeTable(
        scoreText + shared + ssvc
            + """
            root = {
              $schema! : < https://docs.oasis-open.org/csaf/csaf/v2.1/schema/csaf.json >
              document! : {
                acknowledgments : acknowledgments
                aggregate_severity : { namespace : uri text! : text }
                category! : category
                csaf_version! : < 2.1 >
                distribution! : {
                  sharing_group : { id! : uuid name : text }
                  text : text
                  tlp! : { label! : < AMBER AMBER+STRICT CLEAR GREEN RED > url : uri }
                }
                lang : language
                license_expression : text
                notes : notes
                publisher! : {
                  category! : < coordinator discoverer multiplier other translator user vendor >
                  contact_details : text
                  issuing_authority : text
                  name! : text
                  namespace! : uri
                }
                references : references
                source_lang : language
                title! : text
                tracking! : tracking
                x_extensions : extensions
              }
              product_tree : { 1..
                branches : branches
                full_product_names : [ 1 product ]
                product_groups : [ 1 product-group ]
                product_paths : [ 1 {
                  beginning_product_reference! : text
                  full_product_name! : product
                  subpaths! : [ 1 { category! : relationship next_product_reference! : text } ]
                } ]
              }
              vulnerabilities : [ 1 { 1..
                acknowledgments : acknowledgments
                cve : cve
                cwes : [ 1 set { id! : cwe name! : category version! : cwe-release } ]
                disclosure_date : moment
                discovery_date : moment
                first_known_exploitation_dates : [ 1 set { 3..
                  date! : moment exploitation_date! : moment group_ids : ids product_ids : ids
                } ]
                flags : flags
                ids : [ 1 set { group_ids : ids product_ids : ids system_name! : text text! : text } ]
                involvements : [ 1 set {
                  contact : text date : moment group_ids : ids party! : party product_ids : ids status! : involvement summary : text
                } ]
                metrics : [ 1 set {
                  content! : { 1..
                    cvss_v2 : cvss-2.0 cvss_v3 : cvss-3 cvss_v4 : cvss-4.0
                    epss : { percentile! : probability probability! : probability timestamp! : moment }
                    qualitative_severity_rating : < critical high low medium none >
                    ssvc_v2 : ssvc
                    x_extensions : extensions
                  }
                  products! : ids
                  source : uri
                } ]
                notes : notes
                product_status : { 1..
                  first_affected : ids first_fixed : ids fixed : ids known_affected : ids known_not_affected : ids
                  last_affected : ids recommended : ids under_investigation : ids unknown : ids
                }
                references : references
                remediations : [ 1 {
                  category! : < fix_planned mitigation no_fix_planned none_available optional_patch vendor_fix workaround >
                  date : moment details! : text entitlements : [ 1 text ] group_ids : ids product_ids : ids
                  restart_required : restart
                  url : uri
                } ]
                threats : threats
                title : text
                x_extensions : extensions
              } ]
              x_extensions : extensions
            }
            note = { audience : text category! : note-category group_ids : ids product_ids : ids text! : text title : text }
            branch = { 3..3
              branches : branches
              category! : < architecture host_name language patch_level platform product_family product_name product_version
                product_version_range service_pack specification vendor >
              name! : text
              product : product
            }
            product = { name! : text product_id! : text
              product_identification_helper : { 1..
                cpe : cpe
                hashes : [ 1 set { file_hashes! : [ 1 set { algorithm! : algorithm value! : hash21 } ] filename! : text } ]
                model_numbers : [ 1 set text ]
                purls : [ 1 set purl21 ]
                sbom_urls : [ 1 set uri ]
                serial_numbers : [ 1 set text ]
                skus : [ 1 set text ]
                x_generic_uris : [ 1 set { namespace! : uri uri! : uri } ]
              }
              x_extensions : extensions
            }
            extensions = [ 1 set extension ]
            extension = {
              $schema! : extension-schema
              category! : < essential significant supplementary >
              content! : { 1.. free }
              critical! : flag
            }

            """, isClosed: true)

    /// What both versions share.
    private static let shared = """
        ids = [ 1 set text ]
        acknowledgments = [ 1 { 1.. names : [ 1 text ] organization : text summary : text urls : [ 1 uri ] } ]
        branches = [ 1 branch ]
        notes = [ 1 note ]
        note-category = < description details faq general legal_disclaimer other summary >
        references = [ 1 { category : < external self > summary! : text url! : uri } ]
        relationship = < default_component_of external_component_of installed_on installed_with optional_component_of >
        product-group = { group_id! : text product_ids! : [ 2 set text ] summary : text }
        party = < coordinator discoverer other user vendor >
        involvement = < completed contact_attempted disputed in_progress not_contacted open >
        flags = [ 1 set {
          date : moment
          group_ids : ids
          label! : < component_not_present inline_mitigations_already_exist vulnerable_code_cannot_be_controlled_by_adversary
            vulnerable_code_not_in_execute_path vulnerable_code_not_present >
          product_ids : ids
        } ]
        restart = {
          category! : < connected dependencies machine none parent service system vulnerable_component zone >
          details : text
        }
        threats = [ 1 {
          category! : < exploit_status impact target_set > date : moment details! : text group_ids : ids product_ids : ids
        } ]
        tracking = {
          aliases : [ 1 set text ]
          current_release_date! : moment
          generator : { date : moment engine! : { name! : text version : text } }
          id! : tracking-id
          initial_release_date! : moment
          revision_history! : [ 1 { date! : moment legacy_version : text number! : version summary! : text } ]
          status! : < draft final interim >
          version! : version
        }
        cvss-3 = anything

        """

    /// A list of SSVC selections, version 2.0.0.
    private static let ssvc = """
        ssvc = { closed
          timestamp! : moment
          schemaVersion! : < 2.0.0 >
          target_ids : [ 1 set any ]
          selections! : [ 1 { closed
            namespace! : ssvc-namespace
            key! : ssvc-key
            version! : semver
            name : text
            definition : text
            values! : [ 1 { closed name : text definition : text key! : ssvc-key } ]
          } ]
          decision_point_resources : [ 1 { closed uri! : uri summary! : any } ]
          references : [ 1 { closed uri! : uri summary! : any } ]
        }

        """
}
