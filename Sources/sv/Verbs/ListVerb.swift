import RunitCore
import Unix

/// `sv list`: the services in a table, or as JSON.
struct ListVerb {
  static var synopsis: CString { "list [-a] [--json] [service ...]" }

  private let root: CString
  private let names: [CString]
  private let showsDisabled: Bool
  private let isJSON: Bool

  init(_ invocation: Invocation) throws(VerbProblem) {
    root = invocation.root
    let words = try VerbWords(invocation.operands, .init(plain: "a", long: "json"), synopsis: Self.synopsis)
    names = words.operands
    showsDisabled = words.hasPlain
    isJSON = words.hasLong
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
