import RunitCore
import Unix

/// The words behind a verb: options and operands, in any order.
struct VerbWords {
  /// What is to be parsed; the verb itself is in front.
  private let words: Arguments
  private(set) var operands: [CString] = []

  enum Option {
    case letter(UInt8)
    case value(UInt8, CString)
    case long(CString)
  }

  /// Parses the words; `take` says whether it knows an option.
  ///
  /// - Throws: the usage `synopsis`, for an option that is not known or has no value.
  init(
    _ words: Arguments, plain: StaticString = "", valued: StaticString = "", synopsis: StaticString,
    _ take: (Option) -> Bool = { _ in false }
  ) throws(VerbProblem) {
    self.words = words
    var start = 0
    while start < words.count {
      start = try takeOptions(from: start, plain, valued, synopsis, take)
      guard let operand = words[start] else { return }
      operands.append(operand)
      start += 1
    }
  }

  /// Returns the place of the next operand.
  private mutating func takeOptions(
    from start: Int, _ plain: StaticString, _ valued: StaticString, _ synopsis: StaticString, _ take: (Option) -> Bool
  ) throws(VerbProblem) -> Int {
    var parser = OptionParser(plain: plain, valued: valued, from: start, count: words.count)
    while true {
      let item = parser.next { words[$0]?[$1] ?? 0 }
      let isKnown =
        switch item {
        case .option(let letter): take(.letter(letter))
        case .value(let letter, let word, let offset): take(.value(letter, (words[word] ?? "").dropFirst(offset)))
        case .long(let word): take(.long((words[word] ?? "").dropFirst(2)))
        case .unknown, .missingValue: false
        case .end: true
        }
      guard isKnown else { throw .usage(synopsis) }
      guard case .end(let operands) = item else { continue }
      // Behind `--` all words are operands.
      guard operands > start, let last = words[operands - 1], last == "--" else { return operands }
      for index in operands..<max(operands, words.count) { self.operands.append(words[index] ?? "") }
      return words.count
    }
  }
}

extension Invocation {
  /// The same with a limit that was given behind the verb; the usage `synopsis` when that is none.
  func limited(to seconds: CString?, _ synopsis: StaticString) throws(VerbProblem) -> Invocation {
    guard let seconds else { return self }
    var invocation = self
    do throws(Problem) { try invocation.setLimit(seconds, from: "-w") } catch { throw .usage(synopsis) }
    return invocation
  }
}
