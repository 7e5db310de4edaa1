import RunitCore
import Unix

@c(runsv_main)
func main(argc: CInt, argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  let arguments = unsafe Arguments(argc, argv)
  guard arguments.count == 2 else {
    printUsage(arguments.programName, " dir")
    return 1
  }
  return 0
}
