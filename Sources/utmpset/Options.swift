import Console
import RunitCore
import Unix

/// What the command line says.
struct Options {
  /// The terminal's name without `/dev/`.
  let line: CString
  private(set) var writesWtmp = false

  /// `nil` when the command line makes no sense; what it says wrongly has been complained about then.
  init?(_ arguments: Arguments) {
    var parser = OptionParser(plain: "wV", valued: "", count: arguments.count)
    while true {
      switch parser.next({ word, index in arguments[word]?[index] ?? 0 }) {
      case .option(UInt8(ascii: "w")): writesWtmp = true
      case .option:
        var text = Complaint()
        text.append("utmpset")
        text.append(CString(versionText))
        text.write()
        return nil
      case .end(let operands):
        guard let line = arguments[operands] else { return nil }
        self.line = line
        return
      case .unknown(let letter):
        Self.complain(arguments.programName.lastComponent, letter)
        return nil
      case .long, .value, .missingValue: return nil
      }
    }
  }

  private static func complain(_ program: CString, _ letter: UInt8) {
    var option = PathBuffer()
    _ = option.append(InlineArray<1, UInt8>(repeating: letter).span)
    option.withCString { option in
      var text = Complaint()
      text.append(program)
      text.append(": illegal option -- ")
      text.append(option)
      text.append("\n")
      text.write()
    }
  }
}
