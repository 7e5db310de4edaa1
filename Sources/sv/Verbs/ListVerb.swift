import RunitCore
import Unix

/// `sv list`: the services in a table, or as JSON.
struct ListVerb {
  static var synopsis: StaticString { "list [-a] [--json] [service ...]" }

  private let root: CString
  private let names: [CString]
  private var showsDisabled = false
  private var isJSON = false

  init(_ invocation: Invocation) throws(VerbProblem) {
    root = invocation.root
    var showsDisabled = false
    var isJSON = false
    let words = try VerbWords(invocation.operands, plain: "a", synopsis: Self.synopsis) { option in
      switch option {
      case .letter: showsDisabled = true
      case .long(let word) where word == "json": isJSON = true
      default: return false
      }
      return true
    }
    names = words.operands
    self.showsDisabled = showsDisabled
    self.isJSON = isJSON
  }

  func run() throws(VerbProblem) -> CInt {
    var services = ServiceList(in: root)
    if names.isEmpty {
      try services.addAll()
      if showsDisabled { services.addDisabled() }
    } else {
      for name in names { services.add(name) }
    }
    var output = Output(to: .output)
    if isJSON {
      services.writeJSON(to: &output)
    } else {
      let terminal = Terminal(.output)
      services.table.write(to: &output, width: terminal.width, inColour: terminal.hasColour)
    }
    output.flush()
    return services.exitCode
  }
}
