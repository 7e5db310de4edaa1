import RunitCore
import Testing

@Suite("Words that are alike")
struct SimilarityTests {
  static let words: [(String, String, Int?)] = [
    ("web", "wbe", 1), ("web", "wep", 1), ("web", "webb", 1), ("web", "we", 1), ("nginx", "ngnix", 1),
    ("postgres", "postgers", 1), ("postgres", "postgresql", 2), ("web", "db", nil), ("a", "b", nil), ("", "a", nil),
    ("apache", "mysql", nil), ("sshd", "sssd", 1), ("cron", "crond", 1), ("web", "web", nil),
  ]

  @Test(arguments: words)
  func `are few slips apart`(left: String, right: String, slips: Int?) {
    let found = Similarity.slips(left.utf8Span.span, right.utf8Span.span)
    #expect(found == slips)
  }
}
