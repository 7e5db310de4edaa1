import CLibc
import Console
import Testing
import Unix

@Suite("An error")
struct ErrnoTests {
  static let texts: [(CInt, String)] = [
    (ENOENT, "file does not exist"), (EPERM, "permission denied"), (EACCES, "access denied"),
    (EAGAIN, "temporary failure"), (EXDEV, "cross-device link"), (0, "no error"), (12_345, "unknown error"),
  ]

  @Test(arguments: texts)
  func `is named in runit's words`(number: CInt, text: String) {
    #expect("\(Errno(rawValue: number).text)" == text)
  }
}
