"""Reads manifests with PyYAML and judges them with kubernetes-validate, strictly, for each version of Kubernetes named.

The program of that package reads its schemas anew for each object; here they are read once. Arguments: versions with
commas, and a file that names the manifests, one a line. Kinds that are not Kubernetes' own have no schema there; their
names are printed.
"""

import functools
import sys

import yaml
from kubernetes_validate import utils

utils.schema_contents = functools.cache(utils.schema_contents)
utils.all_versions = functools.cache(utils.all_versions)
# In C where PyYAML was built so; both are the same reader to the outside.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def main(versions, listing):
    wrong, foreign, count = 0, set(), 0
    with open(listing, encoding="utf-8") as lines:
        paths = lines.read().splitlines()
    for path in paths:
        try:
            with open(path, encoding="utf-8", newline="") as file:
                documents = [each for each in yaml.load_all(file.read(), Loader=LOADER) if each]
        except yaml.YAMLError as error:
            print(f"{path}: {error}")
            wrong += 1
            continue
        for document in documents:
            count += 1
            for version in versions.split(","):
                try:
                    utils.validate(document, version, strict=True)
                except utils.SchemaNotFoundError:
                    foreign.add(f"{document['apiVersion']} {document['kind']}")
                except utils.ValidationError as error:
                    place = ".".join(str(step) for step in error.path)
                    print(f"{path}: {version}: {place}: {error.message}")
                    wrong += 1
    print(f"{count} objects; without a schema: {', '.join(sorted(foreign)) or 'none'}")
    return 1 if wrong else 0


sys.exit(main(*sys.argv[1:]))
