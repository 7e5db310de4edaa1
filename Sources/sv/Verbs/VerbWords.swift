import RunitCore
import Unix

/// The words behind a verb: options and operands, in any order. No verb knows more than one option of each kind.
struct VerbWords {
  /// The options that a verb knows.
  struct Options {
    /// A letter that stands alone.
    var plain: Literal = ""
    /// A letter with a value.
    var valued: Literal = ""
    /// A word behind two dashes.
    var long: CString = ""
  }

  private(set) var operands: [CString] = []
  private(set) var hasPlain = false
  private(set) var hasLong = false
  private(set) var value: CString?

  /// Parses `words`.
  ///
  /// - Throws: the usage `synopsis`, for an option that is not known or has no value.
  @inline(never)
  init(_ words: Arguments, _ options: Options = Options(), synopsis: CString) throws(VerbProblem) {
    var start = 0
    while start < words.count {
      var parser = OptionParser(plain: options.plain, valued: options.valued, from: start, count: words.count)
      let next = try takeOptions(of: words, &parser, options, synopsis)
      // Behind `--` all words are operands.
      let areAllOperands = next > start && words[next - 1].map { $0 == "--" } ?? false
      start = areAllOperands ? words.count : min(next + 1, words.count)
      for index in next..<max(next, start) { operands.append(words[index] ?? "") }
    }
  }

  /// Returns the place of the next operand.
  private mutating func takeOptions(
    of words: Arguments, _ parser: inout OptionParser, _ options: Options, _ synopsis: CString
  ) throws(VerbProblem) -> Int {
    while true {
      switch parser.next({ words[$0]?[$1] ?? 0 }) {
      case .option: hasPlain = true
      case .value(_, let word, let offset): value = (words[word] ?? "").dropFirst(offset)
      case .long(let word):
        guard let name = words[word]?.dropFirst(2), name == options.long else { throw .usage(synopsis) }
        hasLong = true
      case .unknown, .missingValue: throw .usage(synopsis)
      case .end(let operands): return operands
      }
    }
  }
}

extension Invocation {
  /// The same with a limit that was given behind the verb.
  @inline(never)
  func limited(to seconds: CString?) -> Invocation {
    guard let seconds else { return self }
    var invocation = self
    invocation.setLimit(seconds, from: "-w")
    return invocation
  }
}
