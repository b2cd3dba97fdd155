"""The parser of Hive, which is among the libraries of PySpark, as a grammar of scripts/fuzz."""

from lines import serve
from pyspark.java_gateway import launch_gateway

jvm = launch_gateway().jvm
parser = jvm.org.apache.hadoop.hive.ql.parse.ParseDriver()
STRING_LITERAL = jvm.org.apache.hadoop.hive.ql.parse.HiveParser.StringLiteral


def literals(sql):
    found = []

    def collect(node):
        if node.getType() == STRING_LITERAL:
            found.append(node.getText())
        for index in range(node.getChildCount()):
            collect(node.getChild(index))

    collect(parser.parse(sql))
    return found


def version(_):
    jar = jvm.org.apache.hadoop.hive.ql.parse.ParseDriver._java_lang_class.getProtectionDomain()
    return jar.getCodeSource().getLocation().toString().rsplit("hive-exec-", 1)[-1].split("-")[0]


serve({"version": version, "literals": literals})
