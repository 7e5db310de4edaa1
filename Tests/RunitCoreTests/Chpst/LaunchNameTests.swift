import RunitCore
import Testing

@Suite("A name of chpst")
struct LaunchNameTests {
  static let names: [(String, LaunchName)] = [
    ("chpst", .chpst), ("dchpst", .chpst), ("anything", .chpst), ("", .chpst), ("ddenvdir", .chpst),
    ("setuidgid", .setuidgid), ("envuidgid", .envuidgid), ("envdir", .envdir), ("denvdir", .envdir),
    ("pgrphack", .pgrphack), ("setlock", .setlock), ("dsoftlimit", .softlimit),
  ]

  @Test(arguments: names)
  func `is known with a d in front of it, too`(text: String, name: LaunchName) {
    #expect(LaunchName(programName: text.utf8Span.span) == name)
  }

  /// The parser is told letters, and what they mean stands elsewhere: the two must agree.
  @Test(arguments: LaunchName.allCases)
  func `means something by each of its letters`(name: LaunchName) {
    for letter in "\(name.plainLetters)".utf8 {
      guard case .flag? = name.action(for: letter) else {
        Issue.record("\(name) -\(Unicode.Scalar(letter)) is no flag")
        continue
      }
    }
    for letter in "\(name.valuedLetters)".utf8 {
      guard case .setting? = name.action(for: letter) else {
        Issue.record("\(name) -\(Unicode.Scalar(letter)) takes no value")
        continue
      }
    }
  }

  @Test(arguments: LaunchName.allCases)
  func `shows each of its letters in the synopsis`(name: LaunchName) {
    let synopsis = "\(name.synopsis)"
    for letter in "\(name.plainLetters)" where letter != "V" || name == .chpst { #expect(synopsis.contains(letter)) }
    for letter in "\(name.valuedLetters)" {
      #expect(synopsis.contains("-\(letter) ") || synopsis.contains("-\(letter)|"), "-\(letter)")
    }
  }

  @Test func `has each letter and each long option once`() {
    let letters = LaunchOption.all.indices.compactMap { LaunchOption.all[$0].letter }
    #expect(Set(letters).count == letters.count)
    #expect(Set(letters) == Set("\(LaunchName.chpst.plainLetters)\(LaunchName.chpst.valuedLetters)".utf8))
    let names = LaunchOption.all.indices.map { "\(LaunchOption.all[$0].name)" }
    #expect(Set(names).count == names.count)
  }

  static let longNames: [(LaunchName, String, LaunchAction?)] = [
    (.chpst, "nice", .setting(.niceness)), (.chpst, "hard", .flag(.hardLimits)), (.chpst, "nic", nil),
    (.chpst, "nicer", nil), (.chpst, "", nil), (.chpst, "help", .flag(.help)),
    (.softlimit, "nice", nil), (.softlimit, "help", .flag(.help)), (.setlock, "version", .flag(.version)),
  ]

  @Test(arguments: longNames)
  func `knows long options by their whole name`(name: LaunchName, text: String, action: LaunchAction?) {
    #expect(name.action(forLong: text.utf8Span.span) == action)
  }
}
