import Console
import RunitCore
import Unix

extension Output {
  /// Tells a person, but no program, where more is said.
  mutating func appendAdvice() {
    if Terminal.isPerson(stream) { append("Next: sv --help, or man sv\n") }
  }
}

extension Invocation {
  private static var synopsis: CString { " [-v] [-w sec] command service ...\n\n" }
  private static var initScriptSynopsis: CString { " [-w sec] command\n\n" }

  /// Says how the program is used, with runit's exit code for that.
  static func printUsage(of program: CString) -> CInt {
    let isInitScript = !(program == "sv")
    var text = Output(to: .error)
    text.append("usage: ")
    text.append(program)
    text.append(isInitScript ? initScriptSynopsis : synopsis)
    text.appendAdvice()
    text.flush()
    return isInitScript ? 2 : 100
  }

  func printHelp() {
    var text = Output(to: .output)
    text.append("usage: ")
    text.append(program)
    text.append(isInitScript ? Self.initScriptSynopsis : Self.synopsis)
    text.append(Self.commands)
    text.flush()
  }

  private static var commands: CString {
    """
      status                    say how the services are
      start stop restart        and wait until it is done
      try-restart reload check  likewise
      shutdown                  stop the service and its runsv, and wait
      force-stop force-restart force-reload force-shutdown
                                likewise, with KILL when the time is over
      up down once exit         and do not wait, unless -v or -w is given
      pause cont hup alarm interrupt quit 1 2 term kill
                                send that signal
      list watch tree why lint  look at services: all that is known, and what is wrong
      log                       show and follow logs
      enable disable            add and remove services, and wait
      wait                      wait until services are up, ready, down or done
      -d                        first bring up what services need, or take down
                                what needs them, and wait (up start once restart;
                                down stop exit shutdown)
      -v                        wait, and print the outcome
      -w sec                    wait at most so long (7, or $SVWAIT)

    Services are looked for in $SVDIR, or /etc/service. See sv(8).

    """
  }
}
