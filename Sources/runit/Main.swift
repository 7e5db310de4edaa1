import Console
import RunitCore
import Unix

@c(runit_main)
func main(argc: CInt, argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  // The kernel hands every word of its command line that it does not know to process 1, which takes none of them.
  guard Process.id != 1 else { ProcessOne.run() }
  let argument = unsafe Arguments(argc, argv)[1]
  if printStandardAnswer(to: argument, program: "runit", synopsis: "", version: CString(versionText)) { return 0 }
  ProcessOne.reporter.report(.fatal, Failure("must be run as process no 1."))
  return 111
}
