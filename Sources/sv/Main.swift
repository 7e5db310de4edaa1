import Console
import RunitCore
import Unix

@c(sv_main)
func main(argc: CInt, argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  let arguments = unsafe Arguments(argc, argv)
  do throws(Invocation.Problem) {
    let invocation = try Invocation(arguments)
    if !invocation.isInitScript, let verb = Verb(invocation.command) {
      if invocation.followsDependencies { throw .usage }
      return verb.run(invocation)
    }
    let services = invocation.services
    guard !services.isEmpty,
      let command = SvCommand(invocation.command.bytes, asInitScript: invocation.isInitScript)
    else { throw .usage }
    Output.outliveReader()
    if invocation.followsDependencies {
      guard let prerequisites = command.prerequisites else { throw .usage }
      var session = OrderedSession(invocation, command, after: prerequisites)
      return session.run(services)
    }
    var session = Session(invocation, command, services)
    return session.run()
  } catch {
    switch error {
    case .answered: return 0
    case .usage: return Invocation.printUsage(of: arguments.programName.lastComponent)
    }
  }
}
