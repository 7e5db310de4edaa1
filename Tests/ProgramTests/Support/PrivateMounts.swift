import Foundation

/// Runs a program to its end with directories of the test in the place of the machine's: each key of `mounts` is a path
/// of the machine, which is made below a new /etc when it lies there.
func run(
  _ name: String, _ arguments: [String], mounts: [String: String], environment: [String: String] = [:]
) throws -> Outcome {
  let prepare = """
    set -e
    mount --make-rprivate /
    mount -t tmpfs -o mode=0755 none /etc
    while [ "$1" != -- ]; do case $2 in /etc/*) mkdir -p "$2" ;; esac; mount --bind "$1" "$2"; shift 2; done
    shift; cd /; exec "$@"
    """
  let pairs = mounts.sorted { $0.key < $1.key }.flatMap { [$0.value, $0.key] }
  let words = ["unshare", "--mount", "sh", "-c", prepare, "sh"] + pairs + ["--", name] + arguments
  let program = try RunningProgram("/usr/bin/unshare", words, environment: environment)
  let ending = program.wait(within: 20)
  return Outcome(ending: ending, output: program.output, error: program.error)
}
