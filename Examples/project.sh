#!/bin/sh
# Accounts, a project of its own, and a user who may push images there: project.sh HTPASSWD-FILE PROJECT USER
# Needs a kubeconfig of an administrator; KUBECTL=kubectl uses that instead of oc.
set -eu
cd "$(dirname "$0")"
accounts=$1 project=$2 user=$3
kubectl=${KUBECTL:-oc}

"$kubectl" create secret generic htpass-secret --namespace openshift-config \
    --from-file="htpasswd=$accounts" --dry-run=client --output yaml | "$kubectl" apply --filename -
"$kubectl" apply --filename oauth.yml
printf '{"apiVersion":"project.openshift.io/v1","kind":"ProjectRequest","metadata":{"name":"%s"}}' "$project" |
    "$kubectl" create --filename -
"$kubectl" create rolebinding registry-editor --namespace "$project" --clusterrole registry-editor --user "$user"
"$kubectl" auth can-i update imagestreams.image.openshift.io --subresource layers --namespace "$project" --as "$user"
